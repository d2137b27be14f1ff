use versa_error::ErrorCode;

use crate::codegen::HEADER;

const LIST: &str = "<!-- The list is generated: cargo run -p versa-xtask -- codegen -->";
const LIST_END: &str = "<!-- The list ends. -->";

/// The codes as TypeScript: what each means is its documentation, its hint is its value.
pub(crate) fn typescript() -> String {
    let mut text = String::from(HEADER);
    text.push_str("/** What can be done about each code, where the place of origin knows no ");
    text.push_str("better. */\nexport const defaultHints = {\n");
    for code in ErrorCode::ALL {
        text.push_str(&format!("  /** {} */\n", meaning(*code)));
        text.push_str(&format!("  {code}: {:?},\n", code.hint()));
    }
    text.push_str("} as const\n\n");
    text.push_str("/** The stable, machine-readable reason of a `VersaError`. */\n");
    text.push_str("export type ErrorCode = keyof typeof defaultHints\n");
    text
}

/// The page on errors with the list of codes in it. Each leads to its own page beside it.
pub(crate) fn page(current: &str) -> Result<String, String> {
    let missing = || format!("the page on errors has no `{LIST}` … `{LIST_END}`");
    let (before, rest) = current.split_once(LIST).ok_or_else(missing)?;
    let (_, after) = rest.split_once(LIST_END).ok_or_else(missing)?;
    let list: String = ErrorCode::SECTIONS.iter().map(section).collect();
    Ok(format!("{before}{LIST}\n{list}\n{LIST_END}{after}"))
}

fn section((title, codes): &(&str, &[ErrorCode])) -> String {
    let mut text = format!("\n### {title}\n\n| code | meaning | what to do |\n|---|---|---|\n");
    for code in *codes {
        let (meaning, hint) = (meaning(*code), sentence(code.hint()));
        text.push_str(&format!("| [`{code}`]({code}.md) | {meaning} | {hint} |\n"));
    }
    text
}

fn meaning(code: ErrorCode) -> String {
    code.meaning().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A hint as a sentence.
fn sentence(hint: &str) -> String {
    let mut letters = hint.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().collect::<String>());
    format!("{}{}.", first.unwrap_or_default(), letters.as_str())
}
