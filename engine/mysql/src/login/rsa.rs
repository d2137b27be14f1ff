//! Encrypting for the public key that a server sends: RSA with OAEP and SHA-1, as MySQL has it.
//!
//! Only what a client needs: a public key is no secret, and nothing is decrypted.

use num_bigint::BigUint;
use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use ring::rand::{SecureRandom as _, SystemRandom};
use rustls_pki_types::SubjectPublicKeyInfoDer;
use rustls_pki_types::pem::PemObject as _;

const HASH: usize = 20;
/// Keys that make sense: MySQL's have 2048 bits.
const MODULUS_BYTES: std::ops::RangeInclusive<usize> = 128..=1024;
const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const SEQUENCE: u8 = 0x30;

/// A public key.
pub(super) struct PublicKey {
    modulus: BigUint,
    exponent: BigUint,
    length: usize,
}

impl PublicKey {
    /// Reads what begins with `-----BEGIN PUBLIC KEY-----`.
    pub(super) fn from_pem(pem: &[u8]) -> Option<Self> {
        let der = SubjectPublicKeyInfoDer::from_pem_slice(pem).ok()?;
        let (info, _) = element(&der, SEQUENCE)?;
        let (_algorithm, rest) = element(info, SEQUENCE)?;
        let (bits, _) = element(rest, BIT_STRING)?;
        // The first byte counts the bits that are not used: none.
        Self::from_der(bits.strip_prefix(&[0])?)
    }

    fn from_der(der: &[u8]) -> Option<Self> {
        let (key, _) = element(der, SEQUENCE)?;
        let (modulus, rest) = element(key, INTEGER)?;
        let (exponent, _) = element(rest, INTEGER)?;
        let modulus = BigUint::from_bytes_be(modulus);
        let exponent = BigUint::from_bytes_be(exponent);
        let length = usize::try_from(modulus.bits().div_ceil(8)).ok()?;
        let makes_sense = MODULUS_BYTES.contains(&length)
            && modulus.bit(0)
            && (2..=64).contains(&exponent.bits());
        makes_sense.then_some(Self { modulus, exponent, length })
    }

    /// Encrypts a message; none where it is too long for the key.
    pub(super) fn encrypt(&self, message: &[u8]) -> Option<Vec<u8>> {
        let mut seed = [0; HASH];
        SystemRandom::new().fill(&mut seed).ok()?;
        let padded = BigUint::from_bytes_be(&self.pad(message, &seed)?);
        let encrypted = padded.modpow(&self.exponent, &self.modulus).to_bytes_be();
        let mut bytes = vec![0; self.length.checked_sub(encrypted.len())?];
        bytes.extend_from_slice(&encrypted);
        Some(bytes)
    }

    /// OAEP of RFC 8017, 7.1.1, without a label.
    fn pad(&self, message: &[u8], seed: &[u8; HASH]) -> Option<Vec<u8>> {
        let zeroes = self.length.checked_sub(message.len() + 2 * HASH + 2)?;
        let mut block = sha1(&[]).to_vec();
        block.resize(HASH + zeroes, 0);
        block.push(1);
        block.extend_from_slice(message);
        mask(&mut block, seed);
        let mut seed = *seed;
        mask(&mut seed, &block);
        let mut padded = vec![0];
        padded.extend_from_slice(&seed);
        padded.extend_from_slice(&block);
        Some(padded)
    }
}

fn sha1(bytes: &[u8]) -> [u8; HASH] {
    let mut hash = [0; HASH];
    hash.copy_from_slice(digest(&SHA1_FOR_LEGACY_USE_ONLY, bytes).as_ref());
    hash
}

/// Hides bytes behind what a seed yields (MGF1).
fn mask(bytes: &mut [u8], seed: &[u8]) {
    for (counter, part) in (0_u32..).zip(bytes.chunks_mut(HASH)) {
        let hash = sha1(&[seed, &counter.to_be_bytes()].concat());
        part.iter_mut().zip(hash).for_each(|(byte, mask)| *byte ^= mask);
    }
}

/// The content of the element of DER that the bytes begin with, and what stands behind it.
fn element(der: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (&found, rest) = der.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = match first {
        0..=0x7f => (usize::from(first), rest),
        // The length follows in one or two bytes; no key needs more.
        0x81 | 0x82 => {
            let (bytes, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
            (bytes.iter().fold(0, |length, &byte| length << 8 | usize::from(byte)), rest)
        }
        _ => return None,
    };
    if found == tag { rest.split_at_checked(length) } else { None }
}
