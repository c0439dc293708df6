//! What Rust's standard library writes and reads by the C library, in two functions of our own.
//!
//! A panic's message goes through the C library's `write` and `getenv`, which bring with them sixteen
//! imports of `wasi:cli` and `wasi:io`: terminals, standard input, environment, exit. Each costs time
//! in every fresh instance. These two take the linker's place for them and need two imports; a plugin
//! has nothing else there anyway. Whatever is printed goes to standard error, which the server keeps.
#![expect(unsafe_code, reason = "the C library's functions have no safe form")]

use std::cell::OnceCell;
use std::ffi::{c_char, c_int, c_void};
use std::mem::ManuallyDrop;
use std::ptr;

use wasip2::cli::stderr::{OutputStream, get_stderr};

/// What `blocking-write-and-flush` takes at once.
const AT_ONCE: usize = 4096;

thread_local! {
    /// Kept for the instance's life: closing it would be one import more.
    static STDERR: OnceCell<ManuallyDrop<OutputStream>> = const { OnceCell::new() };
}

/// Standard output and error. Says how many bytes it took; -1 for anything else.
#[unsafe(no_mangle)]
extern "C" fn write(file: c_int, bytes: *const c_void, length: usize) -> isize {
    if bytes.is_null() || !matches!(file, 1 | 2) {
        return -1;
    }
    let taken = length.min(AT_ONCE);
    // SAFETY: the caller gives `length` bytes that stay for the call, as write(2) demands.
    let bytes = unsafe { std::slice::from_raw_parts(bytes.cast::<u8>(), taken) };
    let written = STDERR.with(|stream| {
        let stream = stream.get_or_init(|| ManuallyDrop::new(get_stderr()));
        stream.blocking_write_and_flush(bytes)
    });
    match written {
        Ok(()) => isize::try_from(taken).unwrap_or(-1),
        Err(error) => {
            std::mem::forget(error);
            -1
        }
    }
}

/// A plugin has no environment.
#[unsafe(no_mangle)]
extern "C" fn getenv(_name: *const c_char) -> *mut c_char {
    ptr::null_mut()
}
