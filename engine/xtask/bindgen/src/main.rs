//! `versa-wasm-bindgen MODULE.wasm FOLDER`: writes `versa.js`, `versa.d.ts` and `versa_bg.wasm`.

use std::env;
use std::error::Error;

use wasm_bindgen_cli_support::Bindgen;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [module, folder] = arguments.as_slice() else {
        return Err("usage: versa-wasm-bindgen MODULE.wasm FOLDER".into());
    };
    Bindgen::new()
        .input_path(module)
        .out_name("versa")
        .web(true)?
        .typescript(true)
        // Where the module lies is known to who loads it, not to the generated code.
        .omit_default_module_path(true)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(folder)?;
    Ok(())
}
