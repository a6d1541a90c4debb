// Uploads a file with progress and lists the folder, from Node: no binding, just the header, by koffi.
//
//   npm install; node upload.js rapidgator FILE
//
// GIGAHOST_<HOST>_LOGIN and _PASSWORD are the account; GIGAHOST_<HOST>_URL is another address of the
// API. Exit code: 0 if the file is there, 1 if not, 2 for a wrong command line, 130 after Ctrl-C.
"use strict";
const koffi = require("koffi");

// The number of the ABI: any library of that name will do.
const LIBRARY = { win32: "gigahost.dll", darwin: "libgigahost.0.dylib" };
const lib = koffi.load(LIBRARY[process.platform] || "libgigahost.so.0");

// Of each structure what is used here, in the order of gigahost.h, from its beginning: the library makes
// them, and is the only one to know how long they are.
koffi.struct("gigahost_error", { status: "int32_t", status_name: "str", message: "str", hint: "str" });
koffi.struct("gigahost_progress", {
  stage: "int32_t", attempt: "uint32_t", stage_name: "str", done: "int64_t", total: "int64_t",
});
koffi.struct("gigahost_entry", { id: "str", parent: "str", kind: "int32_t", name: "str", size: "int64_t" });
koffi.struct("gigahost_receipt", { entry: "gigahost_entry *", url: "str" });
koffi.struct("gigahost_listing", { count: "size_t", entries: "void *" });
for (const name of ["config", "session", "upload_options"]) koffi.opaque(`gigahost_${name}`);
const Progress = koffi.proto("int32_t gigahost_progress_fn(const gigahost_progress *progress, void *user)");

const OK = 0, CANCELLED = 10, HTTP_ALLOW = 2, CAN_LIST = 2;
const declare = (prototype) => lib.func(prototype);
const gigahost_free = declare("int32_t gigahost_free(const void *result)");
const gigahost_host_find = declare("int32_t gigahost_host_find(const char *name)");
const gigahost_session_supports = declare("int32_t gigahost_session_supports(gigahost_session *session, int32_t capability)");
const functions = {
  config_new: "int32_t host, _Out_ gigahost_config **out",
  config_free: "gigahost_config *config",
  config_set_login: "gigahost_config *config, const char *login, const char *password",
  config_set_base_url: "gigahost_config *config, const char *url",
  config_set_plain_http: "gigahost_config *config, int32_t plain_http",
  config_set_allow_private_addresses: "gigahost_config *config, int32_t allow",
  session_open: "gigahost_config *config, _Out_ gigahost_session **out",
  session_close: "gigahost_session *session",
  upload_options_new: "_Out_ gigahost_upload_options **out",
  upload_options_set_progress: "gigahost_upload_options *options, gigahost_progress_fn *progress, void *user",
  upload_options_free: "gigahost_upload_options *options",
  upload: "gigahost_session *session, const char *path, gigahost_upload_options *options, _Out_ void **out",
  list: "gigahost_session *session, const char *folder, _Out_ void **out",
};
const C = {};
for (const [name, parameters] of Object.entries(functions)) {
  const ends = name.endsWith("_free") || name.endsWith("_close");
  C[name] = declare(`int32_t gigahost_${name}(${parameters}${ends ? "" : ", _Out_ void **error"})`);
}

// Throws what a call has told, and releases it.
function check(status, error) {
  if (status === OK) return;
  const told = koffi.decode(error[0], "gigahost_error");
  gigahost_free(error[0]);
  throw Object.assign(new Error(told.message), { status, name: told.status_name, hint: told.hint });
}

// Calls a function whose last argument is the error, and gives its output, if it has one.
function call(name, output, ...args) {
  const out = [null], error = [null];
  check(C[name](...args, ...(output ? [out] : []), error), error);
  return out[0];
}

// The same on a thread of Node's, while the program goes on. Callbacks come on the main thread.
function callAsync(name, ...args) {
  const out = [null], error = [null];
  return new Promise((resolve, reject) => {
    C[name].async(...args, out, error, (failure, status) => {
      try {
        if (failure) throw failure;
        check(status, error);
        resolve(out[0]);
      } catch (problem) {
        reject(problem);
      }
    });
  });
}

function open(hostName) {
  const host = gigahost_host_find(hostName);
  const variable = (name) => process.env[`GIGAHOST_${hostName.toUpperCase()}_${name}`] || null;
  const [login, password, url] = ["LOGIN", "PASSWORD", "URL"].map(variable);
  if (host === 0 || !login || !password) {
    console.error("upload.js: no such host, or GIGAHOST_<HOST>_LOGIN and _PASSWORD are not set");
    process.exit(2);
  }
  const config = call("config_new", true, host);
  try {
    call("config_set_login", false, config, login, password);
    if (url) call("config_set_base_url", false, config, url);
    if (url && url.startsWith("http://127.0.0.1:")) {
      console.error(`${url} is on this machine: plain http and private addresses are allowed`);
      call("config_set_plain_http", false, config, HTTP_ALLOW);
      call("config_set_allow_private_addresses", false, config, 1);
    }
    return call("session_open", true, config);
  } finally {
    C.config_free(config);
  }
}

async function upload(session, path) {
  let interrupted = false;
  const interrupt = () => (interrupted = true);
  process.on("SIGINT", interrupt);
  const show = koffi.register((pointer) => {
    const progress = koffi.decode(pointer, "gigahost_progress");
    process.stderr.write(`\r${progress.stage_name.padEnd(10)} ${progress.done} bytes    `);
    return interrupted ? 1 : 0; // 1 cancels
  }, koffi.pointer(Progress));
  const options = call("upload_options_new", true);
  try {
    call("upload_options_set_progress", false, options, show, null);
    const receipt = await callAsync("upload", session, path, options);
    const { entry, url } = koffi.decode(receipt, "gigahost_receipt");
    console.log(`${koffi.decode(entry, "gigahost_entry").id}\t${url || "-"}`);
    gigahost_free(receipt);
  } finally {
    process.stderr.write("\n");
    C.upload_options_free(options);
    koffi.unregister(show);
    process.off("SIGINT", interrupt);
  }
}

async function list(session) {
  const listing = await callAsync("list", session, null);
  const { count, entries } = koffi.decode(listing, "gigahost_listing");
  if (count > 0) {
    for (const pointer of koffi.decode(entries, "void *", Number(count))) {
      const { id, size, name } = koffi.decode(pointer, "gigahost_entry");
      console.log(`${id}\t${size}\t${name || "-"}`);
    }
  }
  gigahost_free(listing);
}

async function main(hostName, path) {
  const session = open(hostName);
  try {
    await upload(session, path);
    if (gigahost_session_supports(session, CAN_LIST) === 1) await list(session);
  } finally {
    C.session_close(session);
  }
}

if (process.argv.length !== 4) {
  console.error("usage: node upload.js HOST FILE");
  process.exit(2);
}
main(process.argv[2], process.argv[3]).catch((problem) => {
  console.error(`upload.js: ${problem.name}: ${problem.message}`);
  if (problem.hint) console.error(`upload.js: hint: ${problem.hint}`);
  process.exitCode = problem.status === CANCELLED ? 130 : 1;
});
