# One image for every process of a deployment: `redress api`, `redress worker case|escalation`, `redress migrate`.
# Built in one stage, run in another: what runs holds neither pip nor a compiler, and nothing without a hash.

FROM python:3.13-slim-trixie AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /source
RUN python -m venv /tools && python -m venv --without-pip /app

COPY requirements.lock pyproject.toml deploy/runtime_requirements.py ./
RUN mkdir deploy && mv runtime_requirements.py deploy/ \
 && python deploy/runtime_requirements.py --build > build.txt \
 && python deploy/runtime_requirements.py > runtime.txt \
 && /tools/bin/pip install --require-hashes --only-binary :all: -r build.txt \
 && /tools/bin/pip --python /app/bin/python install --require-hashes --only-binary :all: -r runtime.txt

COPY . .
RUN /tools/bin/pip --python /tools/bin/python wheel --no-deps --no-build-isolation --wheel-dir /wheels . \
 && /tools/bin/pip --python /app/bin/python install --no-deps --no-index /wheels/*.whl


FROM python:3.13-slim-trixie
RUN rm -rf /usr/local/lib/python3.13/site-packages/pip* /usr/local/lib/python3.13/ensurepip /usr/local/bin/pip* \
 && useradd --uid 10001 --home-dir /var/lib/redress --shell /usr/sbin/nologin redress \
 && install --directory --owner redress --group redress --mode 1777 /var/lib/redress
COPY --from=build /app /app
# No .pyc is written and nothing is buffered: the files may be read-only, and logs leave as they are made.
ENV PATH=/app/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
USER redress
WORKDIR /var/lib/redress
STOPSIGNAL SIGTERM
ENTRYPOINT ["redress"]
CMD ["--help"]
