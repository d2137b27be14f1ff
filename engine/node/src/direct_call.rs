//! `execute` as a plain Node-API function.
//!
//! A method that napi-rs derives finds its object again at each call, guards it against being used
//! twice, and converts each argument by several calls. For a statement that takes some microseconds
//! that is a tenth of it, so the one call on the way of every statement is made by hand: the object
//! is the function's data, what is asked for stands in shared memory, and the text of the
//! parameters is copied once.
#![allow(unsafe_code, reason = "Node-API")]

use std::ffi::c_void;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;

use napi::bindgen_prelude::ToNapiValue;
use napi::{Env, sys};
use versa_error::Error;

use crate::native::NativeEngine;

/// Makes the function. JavaScript keeps the engine for as long as it keeps the function.
pub(crate) fn make(env: &Env, engine: &mut NativeEngine) -> napi::Result<sys::napi_value> {
    let mut function = ptr::null_mut();
    let data = ptr::from_mut(engine).cast::<c_void>();
    // SAFETY: the environment is that of the call; the engine is in a box that JavaScript owns.
    let status = unsafe {
        sys::napi_create_function(
            env.raw(),
            c"execute".as_ptr(),
            "execute".len() as isize,
            Some(execute),
            data,
            &raw mut function,
        )
    };
    if status == sys::Status::napi_ok {
        Ok(function)
    } else {
        Err(napi::Error::from_reason("the function of the engine could not be made"))
    }
}

/// Runs what is asked for; its only argument is the text of the parameters, if they have any.
unsafe extern "C" fn execute(env: sys::napi_env, info: sys::napi_callback_info) -> sys::napi_value {
    let (mut count, mut text, mut data) = (1, ptr::null_mut(), ptr::null_mut());
    // SAFETY: Node calls this with its environment and the call's information.
    let status = unsafe {
        sys::napi_get_cb_info(
            env,
            info,
            &raw mut count,
            &raw mut text,
            ptr::null_mut(),
            &raw mut data,
        )
    };
    // SAFETY: `make` put the engine there, and JavaScript, which calls, still has it. It is not in
    // use: no method of it calls JavaScript.
    let Some(engine) = (unsafe { data.cast::<NativeEngine>().as_mut() }) else {
        return ptr::null_mut();
    };
    if status != sys::Status::napi_ok {
        return ptr::null_mut();
    }
    let env = Env::from_raw(env);
    let text = if count == 0 { ptr::null_mut() } else { text };
    let answer = catch_unwind(AssertUnwindSafe(|| {
        // SAFETY: the value is the call's.
        unsafe { engine.read_text(&env, text) };
        engine.execute_asked(&env)
    }))
    .unwrap_or_else(|_| engine.answer_error(&env, &Error::internal("the engine panicked")));
    match answer {
        Ok(None) => ptr::null_mut(),
        // SAFETY: the environment is the call's.
        Ok(Some(text)) => unsafe {
            ToNapiValue::to_napi_value(env.raw(), text).unwrap_or(ptr::null_mut())
        },
        Err(error) => {
            // Node has no memory for a string: an exception is all there is left.
            let _ = env.throw_error(&error.reason, None);
            ptr::null_mut()
        }
    }
}

impl NativeEngine {
    /// Copies the text of the parameters; JavaScript said how long it is.
    ///
    /// # Safety
    ///
    /// The value is null or one of the environment.
    unsafe fn read_text(&mut self, env: &Env, text: sys::napi_value) {
        let units = &mut self.text;
        units.clear();
        if text.is_null() {
            return;
        }
        let length = self.scratch.text_length();
        // Node writes a zero behind the text.
        units.reserve(length + 1);
        let mut written = 0;
        // SAFETY: there is room for as many units as are said to be there.
        unsafe {
            let status = sys::napi_get_value_string_utf16(
                env.raw(),
                text,
                units.as_mut_ptr(),
                length + 1,
                &raw mut written,
            );
            if status == sys::Status::napi_ok {
                units.set_len(written.min(length));
            }
        }
    }
}
