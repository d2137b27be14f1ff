//! A URL: where the server is, who we are there, and how the connection shall be.

use std::path::PathBuf;

use versa_driver::{ConnectOptions, TlsMode, is_loopback};
use versa_error::{Error, ErrorCode, Result};
use versa_tls::{Encryption, Pem, Wish};

use crate::login::Login;

const DEFAULT_PORT: u16 = 3306;

/// What a URL says. It has no text form: a password is in it.
pub(crate) struct Url {
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) socket: Option<PathBuf>,
    pub(crate) user: String,
    password: String,
    pub(crate) database: Option<String>,
    /// A name without anything that SQL would have to quote.
    pub(crate) collation: Option<String>,
    encryption: Encryption,
}

impl Url {
    /// # Errors
    ///
    /// `INVALID_CONFIGURATION` for a URL that is none, in words that never repeat it.
    pub(crate) fn read(url: &str, options: &ConnectOptions) -> Result<Self> {
        let Some((_, rest)) = url.split_once("://") else {
            return Err(invalid("it does not begin with mysql:// or mariadb://"));
        };
        let rest = rest.split('#').next().unwrap_or_default();
        let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (place, database) = rest.split_once('/').unwrap_or((rest, ""));
        let (login, place) = place.rsplit_once('@').unwrap_or(("", place));
        let (user, password) = login.split_once(':').unwrap_or((login, ""));
        let (host, port) = host_and_port(place)?;
        let settings = Settings::read(query)?;
        let stays = settings.socket.is_some() || is_loopback(&host);
        let encryption = settings.wish.changed_by(options.tls.as_ref()).encryption(stays)?;
        let user = decoded(user, false)?;
        let database = decoded(database.trim_start_matches('/'), false)?;
        // A zero ends a name on the wire: what stands behind it would be something else.
        if user.contains('\0') || database.contains('\0') {
            return Err(invalid("the user's or the database's name has a zero in it"));
        }
        Ok(Self {
            host,
            port,
            socket: settings.socket,
            user: if user.is_empty() { "root".to_owned() } else { user },
            password: decoded(password, false)?,
            database: Some(database).filter(|database| !database.is_empty()),
            collation: settings.collation,
            encryption,
        })
    }

    pub(crate) fn login(&self) -> Login<'_> {
        Login {
            user: &self.user,
            password: &self.password,
            database: self.database.as_deref(),
            host: &self.host,
            encryption: &self.encryption,
        }
    }

    /// Where the server is, in words.
    pub(crate) fn place(&self) -> String {
        match &self.socket {
            Some(socket) => socket.display().to_string(),
            None => format!("{}:{}", self.host, self.port),
        }
    }
}

/// What stands behind the question mark. What is not known is left alone: other clients may.
#[derive(Default)]
struct Settings {
    wish: Wish,
    socket: Option<PathBuf>,
    collation: Option<String>,
}

impl Settings {
    fn read(query: &str) -> Result<Self> {
        let mut settings = Self::default();
        for pair in query.split('&') {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            let value = || decoded(value, true);
            let path = || value().map(PathBuf::from);
            let file = || path().map(|path| Some(Pem::File(path)));
            match decoded(key, true)?.as_str() {
                "sslmode" | "ssl-mode" => settings.wish.mode = Some(mode(&value()?)?),
                "sslca" | "ssl-ca" => settings.wish.root = file()?,
                "sslcert" | "ssl-cert" => settings.wish.client = file()?,
                "sslkey" | "ssl-key" => settings.wish.client_key = file()?,
                "socket" => settings.socket = Some(path()?),
                "collation" => settings.collation = Some(collation(value()?)?),
                _ => {}
            }
        }
        Ok(settings)
    }
}

fn mode(value: &str) -> Result<TlsMode> {
    Ok(match value.to_ascii_lowercase().replace('-', "_").as_str() {
        "disabled" | "disable" => TlsMode::Disable,
        "preferred" | "prefer" => TlsMode::Prefer,
        "required" | "require" => TlsMode::Require,
        "verify_ca" => TlsMode::VerifyCa,
        "verify_identity" | "verify_full" => TlsMode::VerifyFull,
        _ => {
            return Err(invalid(
                "ssl-mode is none of disabled, preferred, required, verify_ca and verify_identity",
            ));
        }
    })
}

/// The name becomes part of a statement, which takes no parameters.
fn collation(name: String) -> Result<String> {
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    if !name.is_empty() && name.bytes().all(is_name) {
        return Ok(name);
    }
    Err(invalid("the collation has other characters than letters, digits and underscores"))
}

fn host_and_port(place: &str) -> Result<(String, u16)> {
    let (host, port) = match place.strip_prefix('[').map(|rest| rest.split_once(']')) {
        Some(Some((host, rest))) => (host, rest.strip_prefix(':').unwrap_or(rest)),
        Some(None) => return Err(invalid("the host has a [ and no ]")),
        None => place.split_once(':').unwrap_or((place, "")),
    };
    let port = match port {
        "" => DEFAULT_PORT,
        digits => digits.parse().map_err(|_| invalid("the port is no number up to 65535"))?,
    };
    let host = decoded(host, false)?;
    Ok((if host.is_empty() { "localhost".to_owned() } else { host }, port))
}

/// A text without its percent signs; in a query, with spaces for its plus signs.
fn decoded(text: &str, is_query: bool) -> Result<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        match (byte, hexadecimal(after)) {
            (b'%', Some(decoded)) => {
                bytes.push(decoded);
                rest = after.get(2..).unwrap_or_default();
            }
            (b'+', _) if is_query => bytes.push(b' '),
            _ => bytes.push(byte),
        }
    }
    String::from_utf8(bytes).map_err(|_| invalid("what is percent-encoded is not UTF-8"))
}

/// The byte of two digits. A percent sign without them is a percent sign.
fn hexadecimal(text: &[u8]) -> Option<u8> {
    let digits = text.get(..2).filter(|digits| digits.iter().all(u8::is_ascii_hexdigit))?;
    u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

fn invalid(reason: &str) -> Error {
    let message = format!("the MySQL URL is not valid: {reason}");
    Error::new(ErrorCode::InvalidConfiguration, message)
        .hint("write it as mysql://user:password@host:3306/database")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(url: &str) -> Result<Url> {
        Url::read(url, &ConnectOptions::default())
    }

    fn parts(url: &str) -> (String, String, String, u16, Option<String>) {
        let Url { user, password, host, port, database, .. } = read(url).unwrap();
        (user, password, host, port, database)
    }

    fn expected(
        user: &str,
        password: &str,
        host: &str,
        port: u16,
        database: Option<&str>,
    ) -> (String, String, String, u16, Option<String>) {
        let database = database.map(str::to_owned);
        (user.to_owned(), password.to_owned(), host.to_owned(), port, database)
    }

    #[test]
    fn the_parts_of_a_url() {
        for (url, parts_of_it) in [
            ("mysql://", expected("root", "", "localhost", 3306, None)),
            ("mysql://ada@db.local/shop", expected("ada", "", "db.local", 3306, Some("shop"))),
            (
                "mariadb://a%40b:p%2Fw%3a%25%C3%A4@[::1]:3307/my%20shop?x=1#y",
                expected("a@b", "p/w:%ä", "::1", 3307, Some("my shop")),
            ),
            ("mysql://a@b:c@host/", expected("a@b", "c", "host", 3306, None)),
            ("mysql://a:100%@127.0.0.1", expected("a", "100%", "127.0.0.1", 3306, None)),
        ] {
            assert_eq!(parts(url), parts_of_it, "{url}");
        }
    }

    #[test]
    fn encryption_is_for_what_leaves_the_machine() {
        for (url, mode) in [
            ("mysql://localhost/", "off"),
            ("mysql://127.0.0.1/", "off"),
            ("mysql://[::1]/", "off"),
            ("mysql://db.local/", "offered"),
            ("mysql://db.local/?socket=%2Frun%2Fm.sock", "off"),
            ("mysql://localhost/?ssl-mode=PREFERRED", "offered"),
            ("mysql://db.local/?sslmode=disabled", "off"),
            ("mysql://localhost/?ssl-mode=verify_identity", "required"),
        ] {
            let encryption = match read(url).unwrap().encryption {
                Encryption::Off => "off",
                Encryption::Offered(_) => "offered",
                Encryption::Required(_) => "required",
            };
            assert_eq!(encryption, mode, "{url}");
        }
        let socket = read("mysql://x/?socket=%2Frun%2Fm+1.sock").unwrap();
        assert_eq!(socket.place(), "/run/m 1.sock");
    }

    #[test]
    fn what_is_no_url() {
        for url in [
            "ada:secret-canary@host",
            "mysql://ada:secret-canary@host:port/",
            "mysql://ada:secret-canary@host:65536/",
            "mysql://ada:secret-canary@[::1/",
            "mysql://ada%00:secret-canary@host/",
            "mysql://ada:secret-canary@host/shop%00x",
            "mysql://ada:secret-canary%ff@host/",
            "mysql://ada:secret-canary@host/?ssl-mode=sometimes",
            "mysql://ada:secret-canary@host/?collation=a'b",
            "mysql://ada:secret-canary@host/?ssl-mode=required&ssl-cert=/no&ssl-key=/nowhere.pem",
        ] {
            let Err(error) = read(url) else { panic!("{url} is none") };
            assert_eq!(error.code(), ErrorCode::InvalidConfiguration, "{error:?}");
            assert!(!format!("{error:?}").contains("canary"), "{error:?}");
        }
    }
}
