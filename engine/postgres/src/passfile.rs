//! The file that libpq keeps passwords in: `~/.pgpass`.
//!
//! Each line is `host:port:database:user:password`; a `*` stands for anything, and a backslash
//! before a colon or a backslash for the character itself.

use std::path::{Path, PathBuf};

use tokio_postgres::Config;
use tokio_postgres::config::Host;

use crate::connect::DEFAULT_PORT;

/// Takes the password from the file that the URL or the environment names, or from the usual one.
/// Answers with why it was not used, where it was there and could not be.
pub(crate) fn apply(config: &mut Config, named: Option<PathBuf>) -> Option<String> {
    let path = named.or_else(usual_path)?;
    if !path.is_file() {
        return None;
    }
    if is_open_to_others(&path) {
        return Some(format!("others than its owner may read {}: chmod 600", path.display()));
    }
    let Ok(text) = std::fs::read_to_string(&path) else {
        return Some(format!("{} cannot be read", path.display()));
    };
    let password = places(config).iter().find_map(|place| password_for(&text, place));
    if let Some(password) = password {
        config.password(password);
    }
    None
}

fn usual_path() -> Option<PathBuf> {
    if let Some(path) = std::env::var_os("PGPASSFILE").filter(|path| !path.is_empty()) {
        return Some(PathBuf::from(path));
    }
    if cfg!(windows) {
        return Some(Path::new(&std::env::var_os("APPDATA")?).join("postgresql/pgpass.conf"));
    }
    Some(Path::new(&std::env::var_os("HOME")?).join(".pgpass"))
}

#[cfg(unix)]
fn is_open_to_others(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(path).is_ok_and(|found| found.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn is_open_to_others(_path: &Path) -> bool {
    false
}

/// Host, port, database and user of each place that may be connected to. A socket of the machine is
/// called by its folder or `localhost`.
fn places(config: &Config) -> Vec<[String; 4]> {
    let user = config.get_user().map_or_else(system_user, str::to_owned);
    let database = config.get_dbname().unwrap_or(&user).to_owned();
    let ports = config.get_ports();
    let port = |index: usize| {
        ports.get(index).or(ports.first()).copied().unwrap_or(DEFAULT_PORT).to_string()
    };
    let place = |host: String, index| [host, port(index), database.clone(), user.clone()];
    let mut places = Vec::new();
    for (index, host) in config.get_hosts().iter().enumerate() {
        match host {
            Host::Tcp(host) => places.push(place(host.clone(), index)),
            #[cfg(unix)]
            Host::Unix(folder) => {
                places.push(place(folder.display().to_string(), index));
                places.push(place("localhost".to_owned(), index));
            }
        }
    }
    if places.is_empty() {
        let addresses = config.get_hostaddrs().iter().enumerate();
        places.extend(addresses.map(|(index, address)| place(address.to_string(), index)));
    }
    places
}

fn system_user() -> String {
    std::env::var("USER").or_else(|_| std::env::var("USERNAME")).unwrap_or_default()
}

fn password_for(text: &str, place: &[String; 4]) -> Option<String> {
    text.lines().filter(|line| !line.starts_with('#')).find_map(|line| {
        let mut fields = Fields(line);
        let fits = place.iter().all(|wanted| match fields.next_field() {
            Some((_, "*")) => true,
            Some((field, _)) => field == *wanted,
            None => false,
        });
        // The password goes to the end of the line, colons or not.
        fits.then(|| unescaped(fields.0))
    })
}

/// What is left of a line.
struct Fields<'a>(&'a str);

impl<'a> Fields<'a> {
    /// The next field without its backslashes, and as it is written. None without a colon after it.
    fn next_field(&mut self) -> Option<(String, &'a str)> {
        let mut is_escaped = false;
        let end = self.0.find(|character: char| {
            let ends = character == ':' && !is_escaped;
            is_escaped = character == '\\' && !is_escaped;
            ends
        })?;
        let (field, rest) = self.0.split_at(end);
        self.0 = rest.get(1..).unwrap_or_default();
        Some((unescaped(field), field))
    }
}

fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => plain.extend(characters.next()),
            other => plain.push(other),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_that_fits() {
        let text = "# host:port:database:user:password\nlocalhost:5432:shop:ada:one\n\
             *:*:shop:ada:two\n[\\:\\:1]:*:*:*:three\n*:*:*:a\\:b:p\\:w\\\\:x\nbroken\n*:*:*:*";
        for (place, password) in [
            (["localhost", "5432", "shop", "ada"], Some("one")),
            (["localhost", "5433", "shop", "ada"], Some("two")),
            (["[::1]", "5433", "x", "y"], Some("three")),
            (["db", "1", "x", "a:b"], Some("p:w\\:x")),
            (["db", "1", "x", "eve"], None),
        ] {
            let place_of = place.map(str::to_owned);
            assert_eq!(password_for(text, &place_of).as_deref(), password, "{place:?}");
        }
    }
}
