// Lets people see the password they type: long ones are easier to get right that way.
const words = { zh: ["显示密码", "隐藏密码"], en: ["Show password", "Hide password"] };
const [show, hide] = document.documentElement.lang.startsWith("zh") ? words.zh : words.en;

for (const input of document.querySelectorAll('input[type="password"]')) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "plain small reveal";
  button.textContent = show;
  button.setAttribute("aria-controls", input.id);
  button.addEventListener("click", () => {
    const hidden = input.type === "password";
    input.type = hidden ? "text" : "password";
    button.textContent = hidden ? hide : show;
  });
  input.form.addEventListener("submit", () => { input.type = "password"; });
  input.after(button);
}
