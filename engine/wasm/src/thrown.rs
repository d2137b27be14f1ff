use versa_error::Error;
use wasm_bindgen::JsValue;

/// A result whose failure is thrown in JavaScript.
pub(crate) type Thrown<T> = Result<T, JsValue>;

/// An error as what is thrown: its JSON, of which JavaScript makes an error of its own.
pub(crate) fn thrown(error: Error) -> JsValue {
    JsValue::from_str(&json(&error))
}

/// An error as JSON.
pub(crate) fn json(error: &Error) -> String {
    // It is made of texts, which always can be written.
    serde_json::to_string(error).unwrap_or_default()
}
