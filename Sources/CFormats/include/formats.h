#ifndef VEKHA_FORMATS_H
#define VEKHA_FORMATS_H

// The functions of the libraries of data formats, with the types that their own headers give them. They are loaded when
// the first file of the format is opened, so that a command that opens none pays nothing for them when it starts.

#include <expat.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <xlsxwriter.h>
#include <yajl/yajl_parse.h>
#include <zip.h>

#define FUNCTION(name) __typeof__(&name) name;

#define ZIP_FUNCTIONS(X) \
  X(zip_source_buffer_create) X(zip_source_free) X(zip_open_from_source) X(zip_discard) X(zip_get_num_entries) \
  X(zip_name_locate) X(zip_fopen_index) X(zip_fread) X(zip_fclose) X(zip_error_init) X(zip_error_fini) \
  X(zip_error_strerror) X(zip_file_strerror) X(zip_strerror) X(zip_get_error) X(zip_error_code_zip)

#define XML_FUNCTIONS(X) \
  X(XML_ParserCreate) X(XML_ParserFree) X(XML_SetUserData) X(XML_SetElementHandler) X(XML_SetCharacterDataHandler) \
  X(XML_SetStartDoctypeDeclHandler) X(XML_Parse) X(XML_StopParser) X(XML_GetErrorCode) X(XML_ErrorString) \
  X(XML_GetCurrentLineNumber)

#define SQLITE_FUNCTIONS(X) \
  X(sqlite3_open_v2) X(sqlite3_close) X(sqlite3_errmsg) X(sqlite3_prepare_v2) X(sqlite3_step) X(sqlite3_finalize) \
  X(sqlite3_stmt_readonly) X(sqlite3_column_count) X(sqlite3_column_name) X(sqlite3_column_type) \
  X(sqlite3_column_text) X(sqlite3_column_bytes) X(sqlite3_limit) X(sqlite3_busy_timeout) \
  X(sqlite3_progress_handler) X(sqlite3_set_authorizer) X(sqlite3_exec)

#define JSON_FUNCTIONS(X) \
  X(yajl_alloc) X(yajl_config) X(yajl_parse) X(yajl_complete_parse) X(yajl_free) X(yajl_get_bytes_consumed) \
  X(yajl_get_error) X(yajl_free_error)

#define BOOK_FUNCTIONS(X) \
  X(workbook_new) X(workbook_set_properties) X(workbook_add_worksheet) X(workbook_add_format) X(workbook_close) \
  X(format_set_bg_color) X(format_set_bold) X(format_set_text_wrap) X(format_set_align) X(worksheet_write_string) \
  X(worksheet_write_number) X(worksheet_write_comment) X(worksheet_write_url) X(worksheet_set_column) \
  X(worksheet_freeze_panes) X(worksheet_autofilter) X(lxw_strerror)

typedef struct { ZIP_FUNCTIONS(FUNCTION) } ZipFunctions;
typedef struct { XML_FUNCTIONS(FUNCTION) } XMLFunctions;
typedef struct { SQLITE_FUNCTIONS(FUNCTION) } SQLiteFunctions;
typedef struct { JSON_FUNCTIONS(FUNCTION) } JSONFunctions;
typedef struct { BOOK_FUNCTIONS(FUNCTION) } BookFunctions;

#undef FUNCTION

// Each loads its library and fills the table; false where the library or a function of it is not there.
bool formats_load_zip(ZipFunctions *functions);
bool formats_load_xml(XMLFunctions *functions);
bool formats_load_sqlite(SQLiteFunctions *functions);
bool formats_load_json(JSONFunctions *functions);
bool formats_load_book(BookFunctions *functions);

#endif
