/*
 * Lets better-sqlite3, which declares Node-API 10, load in an Electron whose Node has 9. Version 10 adds references to primitive
 * strings (Node-API, napi_create_reference); here such a string is boxed in an object of its own. For tests, never shipped.
 *
 * NODE_API_BRIDGE_FROM: the module as it is installed. NODE_API_BRIDGE_TO: the copy of it that names 9 and imports xapi_… in place of the
 * two functions (real-electron.ts). A load of any file with the bytes of the first loads the second.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static const void *mapped(const char *path, size_t *size) {
  struct stat about;
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return NULL;
  const void *bytes = MAP_FAILED;
  if (fstat(file, &about) == 0 && about.st_size > 0) {
    *size = (size_t)about.st_size;
    bytes = mmap(NULL, *size, PROT_READ, MAP_PRIVATE, file, 0);
  }
  close(file);
  return bytes == MAP_FAILED ? NULL : bytes;
}

static int has_bytes_of(const char *path, const char *other) {
  size_t size = 0, other_size = 0;
  const void *bytes = mapped(path, &size), *other_bytes = mapped(other, &other_size);
  int is_same = bytes && other_bytes && size == other_size && memcmp(bytes, other_bytes, size) == 0;
  if (bytes) munmap((void *)bytes, size);
  if (other_bytes) munmap((void *)other_bytes, other_size);
  return is_same;
}

void *dlopen(const char *path, int flags) {
  static void *(*next)(const char *, int);
  if (!next) *(void **)&next = dlsym(RTLD_NEXT, "dlopen");
  const char *from = getenv("NODE_API_BRIDGE_FROM"), *to = getenv("NODE_API_BRIDGE_TO");
  size_t length = path ? strlen(path) : 0;
  int is_module = length > 5 && strcmp(path + length - 5, ".node") == 0;
  return next(is_module && from && to && has_bytes_of(path, from) ? to : path, flags);
}

typedef struct napi_env__ *napi_env;
typedef struct napi_value__ *napi_value;
typedef struct napi_ref__ *napi_ref;
typedef struct { uint64_t lower, upper; } napi_type_tag;
typedef int napi_status;
enum { is_string = 4, is_object = 6 };

extern napi_status napi_create_reference(napi_env, napi_value, uint32_t, napi_ref *);
extern napi_status napi_get_reference_value(napi_env, napi_ref, napi_value *);
extern napi_status napi_typeof(napi_env, napi_value, int *);
extern napi_status napi_create_object(napi_env, napi_value *);
extern napi_status napi_set_named_property(napi_env, napi_value, const char *, napi_value);
extern napi_status napi_get_named_property(napi_env, napi_value, const char *, napi_value *);
extern napi_status napi_type_tag_object(napi_env, napi_value, const napi_type_tag *);
extern napi_status napi_check_object_type_tag(napi_env, napi_value, const napi_type_tag *, _Bool *);

static const napi_type_tag boxed = {0x5eed5eed12345678ULL, 0x1122334455667788ULL};

napi_status xapi_create_reference(napi_env env, napi_value value, uint32_t count, napi_ref *reference) {
  int type;
  napi_status status = napi_typeof(env, value, &type);
  if (status) return status;
  if (type == is_string) {
    napi_value box;
    if ((status = napi_create_object(env, &box))) return status;
    if ((status = napi_type_tag_object(env, box, &boxed))) return status;
    if ((status = napi_set_named_property(env, box, "v", value))) return status;
    value = box;
  }
  return napi_create_reference(env, value, count, reference);
}

napi_status xapi_get_reference_value(napi_env env, napi_ref reference, napi_value *value) {
  napi_status status = napi_get_reference_value(env, reference, value);
  if (status || !*value) return status;
  int type;
  if (napi_typeof(env, *value, &type) || type != is_object) return status;
  _Bool is_boxed = 0;
  if (napi_check_object_type_tag(env, *value, &boxed, &is_boxed) || !is_boxed) return status;
  napi_value string;
  if (!(status = napi_get_named_property(env, *value, "v", &string))) *value = string;
  return status;
}
