-- An administrator says which regions an office covers and which platforms are domiciled there (令121 art.13).

GRANT UPDATE (regions, platforms) ON offices TO redress_api;
