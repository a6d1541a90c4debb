//! Who may use a file, on Windows: access lists as the text that the system writes for them, in its
//! "security descriptor definition language". On other systems there is nothing here.
//!
//! These few calls are all of the unsafe code that stands under the core. What the texts mean is for safe
//! code to say.
#![cfg(windows)]
#![deny(clippy::undocumented_unsafe_blocks)]
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::unreachable
    )
)]

use std::ffi::c_void;
use std::fs::File;
use std::io;
use std::os::windows::io::{AsRawHandle as _, FromRawHandle as _, OwnedHandle};
use std::ptr::null_mut;

use windows_sys::Win32::Foundation::{ERROR_SUCCESS, LocalFree};
use windows_sys::Win32::Security::Authorization::{
    ConvertSecurityDescriptorToStringSecurityDescriptorW, ConvertSidToStringSidW,
    ConvertStringSecurityDescriptorToSecurityDescriptorW, GetSecurityInfo, SDDL_REVISION_1,
    SE_FILE_OBJECT,
};
use windows_sys::Win32::Security::{
    DACL_SECURITY_INFORMATION, GetSecurityDescriptorDacl, GetTokenInformation,
    OWNER_SECURITY_INFORMATION, SetKernelObjectSecurity, TOKEN_QUERY, TOKEN_USER, TokenUser,
};
use windows_sys::Win32::System::Threading::{GetCurrentProcess, OpenProcessToken};

/// Memory that the system gave, and that is its own to free.
struct Local(*mut c_void);

impl Drop for Local {
    fn drop(&mut self) {
        // SAFETY: a system function said that it is to be freed so, and this is the only place that does.
        unsafe { LocalFree(self.0) };
    }
}

/// A text of the system, which ends with 0.
fn text(units: *const u16) -> String {
    let mut length = 0;
    // SAFETY: the system ends its texts with 0, and nothing behind that is read.
    while unsafe { *units.add(length) } != 0 {
        length += 1;
    }
    // SAFETY: so many units were just read, and nobody writes to them.
    String::from_utf16_lossy(unsafe { std::slice::from_raw_parts(units, length) })
}

fn done(outcome: i32) -> io::Result<()> {
    if outcome == 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
}

fn succeeded(code: u32) -> io::Result<()> {
    if code == ERROR_SUCCESS {
        Ok(())
    } else {
        Err(io::Error::from_raw_os_error(code.cast_signed()))
    }
}

/// The owner and the access list of an open file, as text. It must be open for reading, or for reading them.
///
/// # Errors
/// What the system says.
pub fn of(file: &File) -> io::Result<String> {
    const WHAT: u32 = OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION;
    let (handle, mut descriptor) = (file.as_raw_handle(), null_mut());
    // SAFETY: the handle is open; the only place that is written to is `descriptor`.
    succeeded(unsafe {
        let nothing = null_mut();
        GetSecurityInfo(
            handle,
            SE_FILE_OBJECT,
            WHAT,
            nothing,
            nothing,
            null_mut(),
            null_mut(),
            &raw mut descriptor,
        )
    })?;
    let descriptor = Local(descriptor);
    let mut units = null_mut();
    // SAFETY: the descriptor was just made by the system; the length is not asked for.
    done(unsafe {
        ConvertSecurityDescriptorToStringSecurityDescriptorW(
            descriptor.0,
            SDDL_REVISION_1,
            WHAT,
            &raw mut units,
            null_mut(),
        )
    })?;
    let units = Local(units.cast());
    Ok(text(units.0.cast()))
}

/// Gives an open file the access list of such a text, in place of its own and of what it would inherit. It
/// must be open for changing that.
///
/// # Errors
/// What the system says; of a text without an access list, `InvalidInput`.
pub fn set(file: &File, list: &str) -> io::Result<()> {
    let units: Vec<u16> = list.encode_utf16().chain([0]).collect();
    let mut descriptor = null_mut();
    // SAFETY: the text ends with 0; the length is not asked for.
    done(unsafe {
        ConvertStringSecurityDescriptorToSecurityDescriptorW(
            units.as_ptr(),
            SDDL_REVISION_1,
            &raw mut descriptor,
            null_mut(),
        )
    })?;
    let descriptor = Local(descriptor);
    let (mut present, mut dacl, mut defaulted) = (0, null_mut(), 0);
    // SAFETY: the descriptor was just made by the system; all places are written to once.
    done(unsafe {
        GetSecurityDescriptorDacl(descriptor.0, &raw mut present, &raw mut dacl, &raw mut defaulted)
    })?;
    if present == 0 || dacl.is_null() {
        // No list at all would let everybody in.
        return Err(io::ErrorKind::InvalidInput.into());
    }
    // SAFETY: the handle is open, and the descriptor was just made by the system.
    done(unsafe {
        SetKernelObjectSecurity(file.as_raw_handle(), DACL_SECURITY_INFORMATION, descriptor.0)
    })
}

/// The user of this process, as a text in such lists.
///
/// # Errors
/// What the system says.
pub fn user() -> io::Result<String> {
    let mut token = null_mut();
    // SAFETY: the handle of this process needs no care; the only place that is written to is `token`.
    done(unsafe { OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &raw mut token) })?;
    // SAFETY: it was just opened, and nobody else has it.
    let token = unsafe { OwnedHandle::from_raw_handle(token) };
    // A user, and behind it his number, of at most 68 bytes; in words, for its alignment.
    let mut room = [0_u64; 32];
    let mut length = 0;
    // SAFETY: the room is as large as it is said to be.
    done(unsafe {
        let bytes = u32::try_from(size_of_val(&room)).unwrap_or(0);
        GetTokenInformation(
            token.as_raw_handle(),
            TokenUser,
            room.as_mut_ptr().cast(),
            bytes,
            &raw mut length,
        )
    })?;
    let mut units = null_mut();
    // SAFETY: the system has written a user there, whose number lies in the same room.
    done(unsafe {
        let user = room.as_ptr().cast::<TOKEN_USER>();
        ConvertSidToStringSidW((*user).User.Sid, &raw mut units)
    })?;
    let units = Local(units.cast());
    Ok(text(units.0.cast()))
}
