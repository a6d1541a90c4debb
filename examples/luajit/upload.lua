-- Uploads a file with progress and lists the folder, from LuaJIT: no binding, just the header.
--
--   luajit upload.lua rapidgator FILE
--
-- GIGAHOST_<HOST>_LOGIN and _PASSWORD are the account; GIGAHOST_<HOST>_URL is another address of the
-- API. Exit code: 0 if the file is there, 1 if not, 2 for a wrong command line, 130 after Ctrl-C.
local ffi = require("ffi")

-- A callback must not be reached from compiled code: https://luajit.org/ext_ffi_semantics.html
require("jit").off(true, true)

-- LuaJIT reads C declarations, but has no preprocessor. A program that is shipped runs this line once,
-- when it is built, and takes the text along.
local function declarations()
  local header = "$(pkg-config --variable=includedir gigahost)/gigahost.h"
  local pipe = assert(io.popen("sed '/^#include/d' \"" .. header .. "\" | cc -E -P -"))
  local text = pipe:read("*a")
  pipe:close()
  assert(text:find("gigahost_upload"), "no gigahost.h, or no C compiler")
  return text
end

ffi.cdef(declarations())
ffi.cdef [[
  typedef struct { unsigned long words[128 / sizeof(unsigned long)]; } gigahost_example_sigset;
  int sigemptyset(gigahost_example_sigset *);
  int sigaddset(gigahost_example_sigset *, int);
  int sigprocmask(int, const gigahost_example_sigset *, gigahost_example_sigset *);
  int sigpending(gigahost_example_sigset *);
  int sigismember(const gigahost_example_sigset *, int);
]]
local lib = ffi.load("libgigahost.so.0") -- the number of the ABI: any library of that name will do
local SIGINT, SIG_BLOCK = 2, 0

-- Ctrl-C waits until the progress callback asks for it: LuaJIT's own handler would throw through the
-- library, which is not allowed.
local signals = ffi.new("gigahost_example_sigset")
ffi.C.sigemptyset(signals)
ffi.C.sigaddset(signals, SIGINT)
ffi.C.sigprocmask(SIG_BLOCK, signals, nil)

local function ctrl_c_was_pressed()
  local pending = ffi.new("gigahost_example_sigset")
  ffi.C.sigpending(pending)
  return ffi.C.sigismember(pending, SIGINT) == 1
end

local function text(c) -- NULL, an absent text, becomes nil
  return c ~= nil and ffi.string(c) or nil
end

-- Calls `name`, whose last two arguments are the output (of the C type `out`) and the error. Handles
-- come with the function that gives them back, results with gigahost_free().
local function call(name, out, free, ...)
  local result = out and ffi.new(out .. "[1]")
  local err = ffi.new("const gigahost_error *[1]")
  local arguments, count = { ... }, select("#", ...)
  if out then
    count = count + 1
    arguments[count] = result
  end
  arguments[count + 1] = err
  local status = lib["gigahost_" .. name](unpack(arguments, 1, count + 1))
  if status ~= lib.GIGAHOST_OK then
    local owned = ffi.gc(err[0], lib.gigahost_free)
    error({ status = status, name = text(owned.status_name), message = text(owned.message), hint = text(owned.hint) })
  end
  return out and ffi.gc(result[0], free)
end

local function open(host_name)
  local host = lib.gigahost_host_find(host_name)
  local function variable(name)
    local value = os.getenv("GIGAHOST_" .. host_name:upper() .. "_" .. name)
    return value ~= "" and value or nil
  end
  local login, password, url = variable("LOGIN"), variable("PASSWORD"), variable("URL")
  if host == 0 or not (login and password) then
    io.stderr:write("upload.lua: no such host, or GIGAHOST_<HOST>_LOGIN and _PASSWORD are not set\n")
    os.exit(2)
  end
  local config = call("config_new", "gigahost_config *", lib.gigahost_config_free, host)
  call("config_set_login", nil, nil, config, login, password)
  if url then
    call("config_set_base_url", nil, nil, config, url)
    if url:find("^http://127%.0%.0%.1:") then
      io.stderr:write(url, " is on this machine: plain http and private addresses are allowed\n")
      call("config_set_plain_http", nil, nil, config, lib.GIGAHOST_HTTP_ALLOW)
      call("config_set_allow_private_addresses", nil, nil, config, 1)
    end
  end
  return call("session_open", "gigahost_session *", lib.gigahost_session_close, config)
end

local function upload(session, path)
  local show = ffi.cast("gigahost_progress_fn", function(progress)
    local line = ("\r%-10s %d bytes    "):format(text(progress.stage_name), tonumber(progress.done))
    return io.stderr:write(line) and ctrl_c_was_pressed() and 1 or 0 -- 1 cancels
  end)
  local options = call("upload_options_new", "gigahost_upload_options *", lib.gigahost_upload_options_free)
  call("upload_options_set_progress", nil, nil, options, show, nil)
  local done, receipt = pcall(call, "upload", "const gigahost_receipt *", lib.gigahost_free, session, path, options)
  io.stderr:write("\n")
  show:free()
  return done and receipt or error(receipt)
end

local function main(host_name, path)
  local session = open(host_name)
  local receipt = upload(session, path)
  print(text(receipt.entry.id), text(receipt.url) or "-")
  if lib.gigahost_session_supports(session, lib.GIGAHOST_CAN_LIST) == 1 then
    local listing = call("list", "const gigahost_listing *", lib.gigahost_free, session, nil)
    for i = 0, tonumber(listing.count) - 1 do
      local entry = listing.entries[i]
      print(text(entry.id), tonumber(entry.size), text(entry.name) or "-")
    end
  end
end

if #arg ~= 2 then
  io.stderr:write("usage: luajit upload.lua HOST FILE\n")
  os.exit(2)
end
local done, problem = pcall(main, arg[1], arg[2])
if not done and type(problem) ~= "table" then
  error(problem, 0)
elseif not done then
  io.stderr:write(("upload.lua: %s: %s\n"):format(problem.name, problem.message))
  if problem.hint then
    io.stderr:write("upload.lua: hint: ", problem.hint, "\n")
  end
  os.exit(problem.status == lib.GIGAHOST_E_CANCELLED and 130 or 1)
end
