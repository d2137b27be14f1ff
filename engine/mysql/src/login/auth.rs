//! How the server is shown that we know the password.
//!
//! Where a plugin needs the password itself, it goes out only where nobody can read it: in TLS, on
//! a socket of this machine, or encrypted for the server's RSA key.

use ed25519_dalek::VerifyingKey;
use ed25519_dalek::hazmat::{ExpandedSecretKey, raw_sign};
use ring::digest::{self, Algorithm, SHA1_FOR_LEGACY_USE_ONLY, SHA256, SHA512};

use super::rsa;
use crate::wire::Failure;

const FAST_SUCCESS: u8 = 3;
const FULL_LOGIN: u8 = 4;
/// Asks for the server's RSA key.
const CACHING_SHA2_KEY: u8 = 2;
const SHA256_KEY: u8 = 1;
const BAD_NONCE: Failure = Failure::Protocol("a login without a nonce");

/// The password, and whether it may be said aloud here.
pub(super) struct Password<'a> {
    pub(super) text: &'a [u8],
    pub(super) is_secret: bool,
}

/// A way to prove who one is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Plugin {
    NativePassword,
    CachingSha2,
    Sha256,
    Ed25519,
}

/// What may still be asked.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Step {
    /// Nothing.
    Over,
    /// Whether the server remembers the user.
    CachingSha2,
    /// The server's key comes next.
    Key,
}

impl Plugin {
    pub(super) fn by_name(name: &[u8]) -> Option<Self> {
        [Self::NativePassword, Self::CachingSha2, Self::Sha256, Self::Ed25519]
            .into_iter()
            .find(|plugin| plugin.name().as_bytes() == name)
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::NativePassword => "mysql_native_password",
            Self::CachingSha2 => "caching_sha2_password",
            Self::Sha256 => "sha256_password",
            Self::Ed25519 => "client_ed25519",
        }
    }

    /// The answer to a nonce.
    pub(super) fn answer(
        self,
        password: &Password<'_>,
        nonce: &[u8],
    ) -> Result<(Vec<u8>, Step), Failure> {
        if nonce.len() < 20 {
            return Err(BAD_NONCE);
        }
        if password.text.is_empty() && self != Self::Ed25519 {
            let nothing = if self == Self::Sha256 { vec![0] } else { Vec::new() };
            return Ok((nothing, Step::Over));
        }
        Ok(match self {
            Self::NativePassword => (native_password(password.text, nonce), Step::Over),
            Self::CachingSha2 => (caching_sha2(password.text, nonce), Step::CachingSha2),
            Self::Sha256 if password.is_secret => (plain(password.text), Step::Over),
            Self::Sha256 => (vec![SHA256_KEY], Step::Key),
            Self::Ed25519 => (ed25519(password.text, nonce)?, Step::Over),
        })
    }
}

impl Step {
    /// The answer to what a plugin asks further; none where nothing is to be said.
    pub(super) fn go_on(
        self,
        data: &[u8],
        password: &Password<'_>,
        nonce: &[u8],
    ) -> Result<(Option<Vec<u8>>, Self), Failure> {
        match (self, data) {
            (Self::CachingSha2, &[FAST_SUCCESS]) => Ok((None, Self::Over)),
            (Self::CachingSha2, &[FULL_LOGIN]) if password.is_secret => {
                Ok((Some(plain(password.text)), Self::Over))
            }
            (Self::CachingSha2, &[FULL_LOGIN]) => Ok((Some(vec![CACHING_SHA2_KEY]), Self::Key)),
            (Self::Key, key) => {
                let key = rsa::PublicKey::from_pem(key)
                    .ok_or(Failure::Protocol("an RSA key that cannot be read"))?;
                let hidden =
                    xor(&plain(password.text), &nonce.repeat(password.text.len() / 20 + 1));
                let encrypted = key.encrypt(&hidden).ok_or_else(|| {
                    Failure::Login("the password is too long for the server's key".to_owned())
                })?;
                Ok((Some(encrypted), Self::Over))
            }
            _ => Err(Failure::Protocol("a question that the login plugin does not have")),
        }
    }
}

pub(super) fn unknown_plugin(name: &str) -> Failure {
    Failure::Login(format!("wants the login plugin {name:?}, which this driver does not have"))
}

/// The password as it is, with the zero that ends it.
fn plain(password: &[u8]) -> Vec<u8> {
    [password, &[0]].concat()
}

fn hash(algorithm: &'static Algorithm, parts: &[&[u8]]) -> Vec<u8> {
    let mut context = digest::Context::new(algorithm);
    parts.iter().for_each(|part| context.update(part));
    context.finish().as_ref().to_vec()
}

fn xor(left: &[u8], right: &[u8]) -> Vec<u8> {
    left.iter().zip(right).map(|(left, right)| left ^ right).collect()
}

/// `sha1(password) ^ sha1(nonce + sha1(sha1(password)))`
fn native_password(password: &[u8], nonce: &[u8]) -> Vec<u8> {
    let algorithm = &SHA1_FOR_LEGACY_USE_ONLY;
    let once = hash(algorithm, &[password]);
    let twice = hash(algorithm, &[&once]);
    xor(&once, &hash(algorithm, &[nonce, &twice]))
}

/// `sha256(password) ^ sha256(sha256(sha256(password)) + nonce)`
fn caching_sha2(password: &[u8], nonce: &[u8]) -> Vec<u8> {
    let once = hash(&SHA256, &[password]);
    let twice = hash(&SHA256, &[&once]);
    xor(&once, &hash(&SHA256, &[&twice, nonce]))
}

/// A signature of the nonce. The key is the hash of the password, of any length, where Ed25519 has
/// the hash of a seed of 32 bytes; the rest is the same.
fn ed25519(password: &[u8], nonce: &[u8]) -> Result<Vec<u8>, Failure> {
    let hashed: [u8; 64] =
        hash(&SHA512, &[password]).try_into().map_err(|_| Failure::Protocol("no hash"))?;
    let key = ExpandedSecretKey::from_bytes(&hashed);
    let public = VerifyingKey::from(&key);
    Ok(raw_sign::<ed25519_dalek::Sha512>(&key, nonce, &public).to_bytes().to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(hex: &str) -> Vec<u8> {
        let digits = hex.as_bytes().chunks(2);
        digits.map(|two| u8::from_str_radix(str::from_utf8(two).unwrap(), 16).unwrap()).collect()
    }

    /// The vectors are those of other clients' tests.
    #[test]
    fn scrambles_are_those_of_other_clients() {
        let nonce = bytes("4e523348503a714959615f393d64623f53647b60");
        let scrambled = caching_sha2(&bytes("4721696465723237"), &nonce);
        let expected = "4f97bbfd202401c42a69deaae53bda077ed7578563c1a80eb816c82119b68d2e";
        assert_eq!(scrambled, bytes(expected));

        let nonce = bytes("47644379647a4f7a6a4d30645d2f3a7a6a4d3064");
        let password = b"password";
        let once = hash(&SHA1_FOR_LEGACY_USE_ONLY, &[password]);
        // What the server does: the hash it stores lets it undo the exclusive or.
        let stored = hash(&SHA1_FOR_LEGACY_USE_ONLY, &[&once]);
        let undone = xor(
            &native_password(password, &nonce),
            &hash(&SHA1_FOR_LEGACY_USE_ONLY, &[&nonce, &stored]),
        );
        assert_eq!(undone, once);
    }

    #[test]
    fn passwords_are_not_said_aloud() {
        let nonce = [7; 20];
        for plugin in [Plugin::NativePassword, Plugin::CachingSha2, Plugin::Sha256, Plugin::Ed25519]
        {
            let password = Password { text: b"secret-canary", is_secret: false };
            let (answer, step) = plugin.answer(&password, &nonce).unwrap();
            assert!(!answer.windows(6).any(|six| six == b"canary"), "{plugin:?}");
            if step == Step::CachingSha2 {
                let (asked, step) = step.go_on(&[FULL_LOGIN], &password, &nonce).unwrap();
                assert_eq!((asked, step), (Some(vec![CACHING_SHA2_KEY]), Step::Key));
            }
        }
    }

    #[test]
    fn questions_that_make_no_sense() {
        let password = Password { text: b"secret", is_secret: true };
        for (step, data) in [
            (Step::Over, &[FAST_SUCCESS][..]),
            (Step::CachingSha2, &[]),
            (Step::CachingSha2, &[9]),
            (Step::CachingSha2, &[FULL_LOGIN, 0]),
            (Step::Key, b"no key"),
        ] {
            let asked = step.go_on(data, &password, &[0; 20]);
            assert!(matches!(asked, Err(Failure::Protocol(_))), "{step:?} {data:?}");
        }
        assert!(Plugin::CachingSha2.answer(&password, &[1; 8]).is_err());
    }
}
