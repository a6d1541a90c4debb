// Uploads a file with progress and lists the folder, from Go: no binding, just cgo.
//
//	go build -o upload . && ./upload rapidgator FILE
//
// GIGAHOST_<HOST>_LOGIN and _PASSWORD are the account; GIGAHOST_<HOST>_URL is another address of the
// API. Exit code: 0 if the file is there, 1 if not, 2 for a wrong command line, 130 after Ctrl-C.
package main

/*
#cgo pkg-config: gigahost
#include <gigahost.h>
#include <stdlib.h>

int32_t show(gigahost_progress *progress, void *user);
*/
import "C"

import (
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"unsafe"
)

// errUsage: the program cannot begin.
var errUsage = errors.New("usage: upload HOST FILE, with GIGAHOST_<HOST>_LOGIN and _PASSWORD set")

// Failure is what a call of the library failed with.
type Failure struct {
	Status        int
	Name, Message string
	Hint          string
}

func (failure *Failure) Error() string { return failure.Name + ": " + failure.Message }

// check turns the status and the error of a call into a Go error, and gives the error back.
func check(status C.gigahost_status, owned **C.gigahost_error) error {
	if status == C.GIGAHOST_OK {
		return nil
	}
	failure := *owned
	defer C.gigahost_free(unsafe.Pointer(failure))
	return &Failure{int(status), C.GoString(failure.status_name), C.GoString(failure.message),
		C.GoString(failure.hint)} // NULL, an absent text, becomes ""
}

//export show
func show(progress *C.gigahost_progress, _ unsafe.Pointer) C.int32_t {
	fmt.Fprintf(os.Stderr, "\r%-10s %d bytes    ", C.GoString(progress.stage_name), progress.done)
	return 0 // anything else would cancel
}

// variable reads GIGAHOST_<HOST>_<NAME> as a C text, which is never given back: there are three.
func variable(host, name string) *C.char {
	if value := os.Getenv("GIGAHOST_" + strings.ToUpper(host) + "_" + name); value != "" {
		return C.CString(value)
	}
	return nil
}

func open(name string, cancel *C.gigahost_cancel) (session *C.gigahost_session, err error) {
	var failure *C.gigahost_error
	var config *C.gigahost_config
	cName := C.CString(name)
	defer C.free(unsafe.Pointer(cName))
	host := C.gigahost_host_find(cName)
	login, password, url := variable(name, "LOGIN"), variable(name, "PASSWORD"), variable(name, "URL")
	if host == 0 || login == nil || password == nil {
		return nil, errUsage
	}
	if err = check(C.gigahost_config_new(host, &config, &failure), &failure); err != nil {
		return nil, err
	}
	defer C.gigahost_config_free(config)
	err = check(C.gigahost_config_set_login(config, login, password, &failure), &failure)
	if err == nil && url != nil {
		err = check(C.gigahost_config_set_base_url(config, url, &failure), &failure)
	}
	if err == nil && strings.HasPrefix(C.GoString(url), "http://127.0.0.1:") {
		fmt.Fprintln(os.Stderr, C.GoString(url), "is on this machine: plain http and private addresses are allowed")
		err = check(C.gigahost_config_set_plain_http(config, C.GIGAHOST_HTTP_ALLOW, &failure), &failure)
		if err == nil {
			err = check(C.gigahost_config_set_allow_private_addresses(config, 1, &failure), &failure)
		}
	}
	if err != nil {
		return nil, err
	}
	var plain *C.gigahost_session
	if err = check(C.gigahost_session_open(config, &plain, &failure), &failure); err != nil {
		return nil, err
	}
	defer C.gigahost_session_close(plain) // the other handle of the same session stays
	err = check(C.gigahost_session_with_cancel(plain, cancel, &session, &failure), &failure)
	return session, err
}

func upload(session *C.gigahost_session, path string) error {
	var failure *C.gigahost_error
	var options *C.gigahost_upload_options
	var receipt *C.gigahost_receipt
	cPath := C.CString(path)
	defer C.free(unsafe.Pointer(cPath))
	if err := check(C.gigahost_upload_options_new(&options, &failure), &failure); err != nil {
		return err
	}
	defer C.gigahost_upload_options_free(options)
	status := C.gigahost_upload_options_set_progress(options, C.gigahost_progress_fn(C.show), nil, &failure)
	if err := check(status, &failure); err != nil {
		return err
	}
	err := check(C.gigahost_upload(session, cPath, options, &receipt, &failure), &failure)
	fmt.Fprintln(os.Stderr)
	if err != nil {
		return err
	}
	defer C.gigahost_free(unsafe.Pointer(receipt))
	fmt.Println(C.GoString(receipt.entry.id), C.GoString(receipt.url))
	return nil
}

func list(session *C.gigahost_session) error {
	var failure *C.gigahost_error
	var listing *C.gigahost_listing
	if err := check(C.gigahost_list(session, nil, &listing, &failure), &failure); err != nil {
		return err
	}
	defer C.gigahost_free(unsafe.Pointer(listing))
	for _, entry := range unsafe.Slice(listing.entries, listing.count) {
		fmt.Println(C.GoString(entry.id), entry.size, C.GoString(entry.name))
	}
	return nil
}

func run(host, path string) error {
	var failure *C.gigahost_error
	var cancel *C.gigahost_cancel
	if err := check(C.gigahost_cancel_new(&cancel, &failure), &failure); err != nil {
		return err
	}
	interrupts := make(chan os.Signal, 1)
	signal.Notify(interrupts, os.Interrupt)
	go func() {
		<-interrupts
		C.gigahost_cancel_request(cancel, nil) // from any thread
	}()
	session, err := open(host, cancel)
	if err != nil {
		return err
	}
	defer C.gigahost_session_close(session)
	if err = upload(session, path); err != nil {
		return err
	}
	if C.gigahost_session_supports(session, C.GIGAHOST_CAN_LIST) == 0 {
		return nil
	}
	return list(session)
}

func main() {
	err := errUsage
	if len(os.Args) == 3 {
		err = run(os.Args[1], os.Args[2])
	}
	var failure *Failure
	switch {
	case err == nil:
		return
	case errors.As(err, &failure) && failure.Hint != "":
		fmt.Fprintf(os.Stderr, "upload: %v\nupload: hint: %s\n", err, failure.Hint)
	default:
		fmt.Fprintln(os.Stderr, "upload:", err)
	}
	switch {
	case errors.Is(err, errUsage):
		os.Exit(2)
	case failure != nil && failure.Status == C.GIGAHOST_E_CANCELLED:
		os.Exit(130)
	}
	os.Exit(1)
}
