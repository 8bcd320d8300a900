#include "formats.h"

#include <dlfcn.h>
#include <stddef.h>

// The names under which distributions ship a library.
static void *open_library(const char *const *names) {
  for (; *names != NULL; names++) {
    void *library = dlopen(*names, RTLD_NOW | RTLD_LOCAL);
    if (library != NULL) return library;
  }
  return NULL;
}

#define LOAD(name) \
  functions->name = (__typeof__(functions->name))dlsym(library, #name); \
  if (functions->name == NULL) return false;

#define LOADER(loader, Table, LIST, ...) \
  bool loader(Table *functions) { \
    static const char *const names[] = {__VA_ARGS__, NULL}; \
    void *library = open_library(names); \
    if (library == NULL) return false; \
    LIST(LOAD) \
    return true; \
  }

LOADER(formats_load_zip, ZipFunctions, ZIP_FUNCTIONS, "libzip.so.5", "libzip.so.4", "libzip.so")
LOADER(formats_load_xml, XMLFunctions, XML_FUNCTIONS, "libexpat.so.1", "libexpat.so")
LOADER(formats_load_sqlite, SQLiteFunctions, SQLITE_FUNCTIONS, "libsqlite3.so.0", "libsqlite3.so")
LOADER(formats_load_json, JSONFunctions, JSON_FUNCTIONS, "libyajl.so.2", "libyajl.so")
LOADER(
  formats_load_book, BookFunctions, BOOK_FUNCTIONS, "libxlsxwriter.so", "libxlsxwriter.so.9", "libxlsxwriter.so.8",
  "libxlsxwriter.so.7", "libxlsxwriter.so.6", "libxlsxwriter.so.5", "libxlsxwriter.so.4")
