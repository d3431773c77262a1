//! Certificates of time stamps: whose they are, what they are for, and who issued them.

use cms::cert::CertificateChoices;
use cms::signed_data::SignedData;
use p256::ecdsa::signature::hazmat::PrehashVerifier;
use rsa::pkcs8::DecodePublicKey;
use rsa::traits::PublicKeyParts;
use rsa::{Pkcs1v15Sign, RsaPublicKey};
use x509_cert::Certificate;
use x509_cert::der::asn1::ObjectIdentifier;
use x509_cert::der::{Decode, Encode};
use x509_cert::ext::pkix::{BasicConstraints, ExtendedKeyUsage, KeyUsage, SubjectKeyIdentifier};
use x509_cert::name::Name;
use x509_cert::spki::SubjectPublicKeyInfoOwned;

use super::{Result, SHA_256, SHA_384, SHA_512, TimestampError, digest, unreadable};

const TIME_STAMPING: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.8");
const EXTENDED_KEY_USAGE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.37");
const BASIC_CONSTRAINTS: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.19");
const KEY_USAGE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.15");
const SUBJECT_KEY: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.14");
const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");
const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const P_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
const P_384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.34");

/// Algorithms of signatures that name their digest.
const WITH_DIGEST: [(&str, ObjectIdentifier); 6] = [
    ("1.2.840.113549.1.1.11", SHA_256),
    ("1.2.840.113549.1.1.12", SHA_384),
    ("1.2.840.113549.1.1.13", SHA_512),
    ("1.2.840.10045.4.3.2", SHA_256),
    ("1.2.840.10045.4.3.3", SHA_384),
    ("1.2.840.10045.4.3.4", SHA_512),
];

/// Certificates from a certificate to an authority at most.
const LONGEST_CHAIN: usize = 8;

/// Certificates of a reply that are looked at.
const MOST: usize = 32;

/// Bytes of an RSA modulus at least: 2048 bits.
const SHORTEST_RSA: usize = 256;

/// The certificates of authorities in a PEM file.
///
/// # Errors
/// [`TimestampError::Form`] if there is none, or one cannot be read.
pub fn authorities(pem: &[u8]) -> Result<Vec<Certificate>> {
    let all = Certificate::load_pem_chain(pem).map_err(unreadable)?;
    if all.is_empty() { Err(TimestampError::Form("there is no certificate in it".into())) } else { Ok(all) }
}

/// The certificates that came with a token.
pub(super) fn of(signed: &SignedData) -> Vec<Certificate> {
    let choices = signed.certificates.iter().flat_map(|set| set.0.iter());
    choices
        .filter_map(|choice| match choice {
            CertificateChoices::Certificate(certificate) => Some(certificate.clone()),
            CertificateChoices::Other(_) => None,
        })
        .take(MOST)
        .collect()
}

/// The common name, else the whole name.
pub(super) fn name(name: &Name) -> String {
    let parts = name.0.iter().flat_map(|part| part.0.iter());
    let common = parts.filter(|one| one.oid == COMMON_NAME).find_map(|one| {
        // Of all kinds of text the value's bytes are UTF-8 or a part of it, but for those nobody uses any more.
        std::str::from_utf8(one.value.value()).ok().map(str::to_owned)
    });
    common.unwrap_or_else(|| name.to_string())
}

fn extension(certificate: &Certificate, oid: ObjectIdentifier) -> Option<(bool, &[u8])> {
    let all = certificate.tbs_certificate.extensions.as_ref()?;
    let found = all.iter().find(|one| one.extn_id == oid)?;
    Some((found.critical, found.extn_value.as_bytes()))
}

pub(super) fn key_identifier(certificate: &Certificate) -> Option<Vec<u8>> {
    let (_, bytes) = extension(certificate, SUBJECT_KEY)?;
    Some(SubjectKeyIdentifier::from_der(bytes).ok()?.0.as_bytes().to_vec())
}

/// Whether a certificate is for time stamping and nothing else, critically (RFC 3161 §2.3), and was valid then.
pub(super) fn may_stamp(certificate: &Certificate, seconds: u64) -> Result<()> {
    let usage = extension(certificate, EXTENDED_KEY_USAGE)
        .and_then(|(critical, bytes)| Some((critical, ExtendedKeyUsage::from_der(bytes).ok()?)));
    match usage {
        Some((true, usage)) if usage.0 == [TIME_STAMPING] => {}
        _ => return Err(TimestampError::Certificate("it is not made for time stamping alone".into())),
    }
    if !valid_at(certificate, seconds) {
        return Err(TimestampError::Certificate("it was not valid at the time it states".into()));
    }
    Ok(())
}

fn valid_at(certificate: &Certificate, seconds: u64) -> bool {
    let validity = &certificate.tbs_certificate.validity;
    let of = |time: x509_cert::time::Time| time.to_unix_duration().as_secs();
    (of(validity.not_before)..=of(validity.not_after)).contains(&seconds)
}

/// Follows issuers from a certificate to one of the authorities; returns its name.
pub(super) fn chain(
    certificate: &Certificate,
    here: &[Certificate],
    authorities: &[Certificate],
    seconds: u64,
) -> Result<String> {
    let mut at = certificate;
    for _ in 0..LONGEST_CHAIN {
        if authorities.contains(at) {
            return Ok(name(&at.tbs_certificate.subject));
        }
        let issuer = authorities.iter().chain(here).find(|one| issued(one, at, seconds));
        at = issuer.ok_or_else(|| {
            TimestampError::Untrusted(format!(
                "who issued “{}” is not known",
                name(&at.tbs_certificate.subject)
            ))
        })?;
    }
    Err(TimestampError::Untrusted("the chain is too long".into()))
}

/// Whether one certificate is of an authority, was valid then, and signed the other.
fn issued(issuer: &Certificate, certificate: &Certificate, seconds: u64) -> bool {
    let may_issue = extension(issuer, BASIC_CONSTRAINTS)
        .and_then(|(_, bytes)| BasicConstraints::from_der(bytes).ok())
        .is_some_and(|constraints| constraints.ca)
        && extension(issuer, KEY_USAGE)
            .is_none_or(|(_, bytes)| KeyUsage::from_der(bytes).is_ok_and(|usage| usage.key_cert_sign()));
    let signs = || {
        let bytes = certificate.tbs_certificate.to_der().ok()?;
        let key = &issuer.tbs_certificate.subject_public_key_info;
        let algorithm = &certificate.signature_algorithm.oid;
        check_signature(key, algorithm, None, &bytes, certificate.signature.as_bytes()?).ok()
    };
    issuer.tbs_certificate.subject == certificate.tbs_certificate.issuer
        && may_issue
        && valid_at(issuer, seconds)
        && signs() == Some(true)
}

/// Whether a signature over some bytes is the key's. `hash` is the digest where the algorithm names none.
pub(super) fn check_signature(
    key: &SubjectPublicKeyInfoOwned,
    algorithm: &ObjectIdentifier,
    hash: Option<&ObjectIdentifier>,
    bytes: &[u8],
    signature: &[u8],
) -> Result<bool> {
    let unknown = || TimestampError::Algorithm(algorithm.to_string());
    let named = WITH_DIGEST.iter().find(|(oid, _)| *oid == algorithm.to_string()).map(|(_, hash)| *hash);
    let hash = named.or(hash.copied().filter(|_| *algorithm == RSA)).ok_or_else(unknown)?;
    let digest = digest(&hash, bytes)?;
    if key.algorithm.oid == RSA {
        let der = key.to_der().map_err(unreadable)?;
        let key = RsaPublicKey::from_public_key_der(&der).map_err(unreadable)?;
        if key.size() < SHORTEST_RSA {
            return Err(TimestampError::Algorithm("an RSA key of less than 2048 bits".into()));
        }
        let scheme = match hash {
            SHA_256 => Pkcs1v15Sign::new::<rsa::sha2::Sha256>(),
            SHA_384 => Pkcs1v15Sign::new::<rsa::sha2::Sha384>(),
            _ => Pkcs1v15Sign::new::<rsa::sha2::Sha512>(),
        };
        return Ok(key.verify(scheme, &digest, signature).is_ok());
    }
    let curve = key.algorithm.parameters.as_ref().and_then(|one| one.decode_as::<ObjectIdentifier>().ok());
    let point = key.subject_public_key.as_bytes().ok_or_else(unknown)?;
    match curve {
        Some(P_256) => {
            let key = p256::ecdsa::VerifyingKey::from_sec1_bytes(point).map_err(unreadable)?;
            let signature = p256::ecdsa::Signature::from_der(signature).map_err(unreadable)?;
            Ok(key.verify_prehash(&digest, &signature).is_ok())
        }
        Some(P_384) => {
            let key = p384::ecdsa::VerifyingKey::from_sec1_bytes(point).map_err(unreadable)?;
            let signature = p384::ecdsa::Signature::from_der(signature).map_err(unreadable)?;
            Ok(key.verify_prehash(&digest, &signature).is_ok())
        }
        _ => Err(unknown()),
    }
}
