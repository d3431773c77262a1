//! Time stamps by RFC 3161: the request over some bytes, and the offline check of a reply to it.
//!
//! A reply proves that the bytes existed at a time, on the word of an authority that did not hold the
//! workspace's key. Nothing here asks a server: the request is a file to send, the reply a file that came.

mod certificates;

use std::fmt;

use cms::signed_data::{SignedData, SignerIdentifier, SignerInfo};
use sha2::{Digest, Sha256, Sha384, Sha512};
use throughline_record::date;
pub use x509_cert::Certificate;
use x509_cert::attr::Attribute;
use x509_cert::der::asn1::{AnyRef, Int, ObjectIdentifier, OctetString, OctetStringRef};
use x509_cert::der::{Any, Decode, Encode, Reader, Tag, Tagged};
use x509_cert::spki::AlgorithmIdentifier;
use x509_tsp::{MessageImprint, TimeStampReq, TimeStampResp, TspVersion};

pub use certificates::authorities;

const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
const TST_INFO: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.4");
const CONTENT_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.3");
const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");
const SIGNING_CERTIFICATE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.12");
const SIGNING_CERTIFICATE_V2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.47");
const SHA_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
const SHA_384: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.2");
const SHA_512: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.3");

/// A reply larger than this is not read: a token with its chain has a few kilobytes.
pub const LARGEST_REPLY: usize = 256 * 1024;

/// What a reply proves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeStamp {
    /// The time the authority states, RFC 3339 UTC.
    pub at: String,
    /// The name in the certificate that signed.
    pub by: String,
    /// The reply's number, in hex.
    pub serial: String,
    /// Whether a chain to an authority that was given was checked. If not, anybody may have issued the certificate.
    pub issuer: Issuer,
}

/// What is known of who issued the certificate of a time stamp.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Issuer {
    /// No certificate of an authority was given to check against.
    NotChecked,
    /// The chain leads to the authority of this name.
    Checked(String),
}

/// Why a reply proves nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TimestampError {
    /// It cannot be read.
    #[error("this is not a time-stamp reply that can be read: {0}")]
    Form(String),
    /// The authority did not grant a stamp.
    #[error("the authority refused the request (status {0}); there is no time stamp in its reply")]
    Refused(u32),
    /// It is a stamp of other bytes.
    #[error("the time stamp is of something else, not of this checkpoint")]
    Imprint,
    /// Something in it is not what was signed.
    #[error("the time stamp was altered: {0}")]
    Altered(&'static str),
    /// Its algorithms are not among those that are read.
    #[error("the time stamp uses an algorithm that is not checked here ({0})")]
    Algorithm(String),
    /// Its certificate may not be used so.
    #[error("the certificate of the time stamp cannot be used: {0}")]
    Certificate(String),
    /// No chain leads to an authority that was given.
    #[error("the certificate of the time stamp does not lead to an authority that was given: {0}")]
    Untrusted(String),
}

type Result<T> = std::result::Result<T, TimestampError>;

pub(crate) fn unreadable(error: impl fmt::Display) -> TimestampError {
    TimestampError::Form(error.to_string())
}

/// The request for a time stamp over some bytes (a `.tsq` file): their SHA-256, a number that the reply must
/// repeat, and the wish to have the certificate with it.
///
/// # Errors
/// [`TimestampError::Form`], never in practice.
pub fn request(message: &[u8], nonce: [u8; 8]) -> Result<Vec<u8>> {
    let mut nonce = nonce;
    // A positive number without a zero before it.
    nonce[0] = nonce[0] & 0x7f | 0x40;
    asking(message, Some(Int::new(&nonce).map_err(unreadable)?))
}

fn asking(message: &[u8], nonce: Option<Int>) -> Result<Vec<u8>> {
    let request = TimeStampReq {
        version: TspVersion::V1,
        message_imprint: MessageImprint {
            hash_algorithm: AlgorithmIdentifier { oid: SHA_256, parameters: Some(Any::null()) },
            hashed_message: OctetString::new(&Sha256::digest(message)[..]).map_err(unreadable)?,
        },
        req_policy: None,
        nonce,
        cert_req: true,
        extensions: None,
    };
    request.to_der().map_err(unreadable)
}

/// A request that a reply answers: over these bytes, with the number that the reply repeats. Whoever has lost the
/// request can check the reply with this one.
///
/// # Errors
/// [`TimestampError`] if the reply does not hold, or is of other bytes.
pub fn request_of(reply: &[u8], message: &[u8]) -> Result<Vec<u8>> {
    verify(reply, message, None)?;
    let stated = stated(&TimeStampResp::from_der(reply).map_err(unreadable)?)?.1;
    if stated.algorithm != SHA_256 {
        return Err(TimestampError::Algorithm(stated.algorithm.to_string()));
    }
    asking(message, stated.nonce)
}

/// Checks a reply (a `.tsr` file) over some bytes, as `docs/format.md` (*Anchors*) says. With `authorities`
/// a chain of certificates must lead to one of them.
///
/// # Errors
/// [`TimestampError`]: why the reply proves nothing.
pub fn verify(reply: &[u8], message: &[u8], authorities: Option<&[Certificate]>) -> Result<TimeStamp> {
    if reply.len() > LARGEST_REPLY {
        return Err(TimestampError::Form("it is too large".into()));
    }
    let response = TimeStampResp::from_der(reply).map_err(unreadable)?;
    let (signed, stated, content) = stated(&response)?;
    if digest(&stated.algorithm, message)? != stated.imprint {
        return Err(TimestampError::Imprint);
    }
    let [signer] = signed.signer_infos.0.as_slice() else {
        return Err(TimestampError::Form("it has not exactly one signature".into()));
    };
    let here = certificates::of(&signed);
    let known = authorities.unwrap_or_default();
    let certificate = here.iter().chain(known).find(|certificate| is_of(signer, certificate));
    let certificate =
        certificate.ok_or_else(|| TimestampError::Certificate("it is not in the reply".into()))?;
    check_signature(signer, &content, certificate)?;
    certificates::may_stamp(certificate, stated.seconds)?;
    let issuer = match authorities {
        None => Issuer::NotChecked,
        Some(known) => Issuer::Checked(certificates::chain(certificate, &here, known, stated.seconds)?),
    };
    Ok(TimeStamp {
        at: date::from_millis(i64::try_from(stated.seconds).unwrap_or(i64::MAX).saturating_mul(1000)),
        by: certificates::name(&certificate.tbs_certificate.subject),
        serial: stated.serial,
        issuer,
    })
}

/// What is signed in a reply: the whole, what it states, and the bytes of that.
fn stated(response: &TimeStampResp) -> Result<(SignedData, Stated, Vec<u8>)> {
    let status = response.status.status as u32;
    let token = match &response.time_stamp_token {
        Some(token) if status < 2 => token,
        _ => return Err(TimestampError::Refused(status)),
    };
    if token.content_type != SIGNED_DATA {
        return Err(TimestampError::Form("its token is not signed".into()));
    }
    let signed: SignedData = token.content.decode_as().map_err(unreadable)?;
    let encapsulated = &signed.encap_content_info;
    if encapsulated.econtent_type != TST_INFO {
        return Err(TimestampError::Form("what is signed is no time".into()));
    }
    let content = encapsulated.econtent.as_ref().ok_or(TimestampError::Altered("its content is missing"))?;
    let content = content.decode_as::<OctetStringRef<'_>>().map_err(unreadable)?.as_bytes().to_vec();
    let stated = Stated::read(&content)?;
    Ok((signed, stated, content))
}

/// What the authority states, of its token's content (RFC 3161 §2.4.2).
struct Stated {
    algorithm: ObjectIdentifier,
    imprint: Vec<u8>,
    serial: String,
    /// Seconds since 1970.
    seconds: u64,
    /// The number of the request, if it had one.
    nonce: Option<Int>,
}

impl Stated {
    /// Read by hand, as fractions of a second are allowed here and nowhere else in DER.
    fn read(bytes: &[u8]) -> Result<Self> {
        let whole = AnyRef::from_der(bytes).map_err(unreadable)?;
        whole
            .sequence(|reader| {
                let version = u8::decode(reader)?;
                let _policy = ObjectIdentifier::decode(reader)?;
                let imprint = MessageImprint::decode(reader)?;
                let serial = Int::decode(reader)?;
                let time = AnyRef::decode(reader)?;
                time.tag().assert_eq(Tag::GeneralizedTime)?;
                let seconds = std::str::from_utf8(time.value()).ok().and_then(seconds_of);
                let seconds = seconds.ok_or_else(|| Tag::GeneralizedTime.value_error())?;
                // After accuracy and order, both of other tags, the only whole number there is.
                let mut nonce = None;
                while !reader.is_finished() {
                    let further = AnyRef::decode(reader)?;
                    if further.tag() == Tag::Integer && nonce.is_none() {
                        nonce = Some(further.decode_as::<Int>()?);
                    }
                }
                if version != 1 {
                    return Err(Tag::Integer.value_error());
                }
                Ok(Self {
                    algorithm: imprint.hash_algorithm.oid,
                    imprint: imprint.hashed_message.as_bytes().to_vec(),
                    serial: hex::encode(serial.as_bytes()),
                    seconds,
                    nonce,
                })
            })
            .map_err(unreadable)
    }
}

/// Seconds since 1970 of `YYYYMMDDHHMMSS`, perhaps a fraction, `Z`.
fn seconds_of(text: &str) -> Option<u64> {
    let whole = text.strip_suffix('Z')?;
    let (digits, fraction) = whole.split_once('.').unwrap_or((whole, "0"));
    if digits.len() != 14 || !digits.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit()) {
        return None;
    }
    let part = |from: usize, to: usize| digits.get(from..to);
    let instant = format!(
        "{}-{}-{}T{}:{}:{}Z",
        part(0, 4)?,
        part(4, 6)?,
        part(6, 8)?,
        part(8, 10)?,
        part(10, 12)?,
        part(12, 14)?
    );
    u64::try_from(date::millis(&instant)? / 1000).ok()
}

/// The digest of some bytes by one of the algorithms that are read.
pub(crate) fn digest(algorithm: &ObjectIdentifier, bytes: &[u8]) -> Result<Vec<u8>> {
    match *algorithm {
        SHA_256 => Ok(Sha256::digest(bytes).to_vec()),
        SHA_384 => Ok(Sha384::digest(bytes).to_vec()),
        SHA_512 => Ok(Sha512::digest(bytes).to_vec()),
        other => Err(TimestampError::Algorithm(other.to_string())),
    }
}

/// Whether a signature names this certificate.
fn is_of(signer: &SignerInfo, certificate: &Certificate) -> bool {
    match &signer.sid {
        SignerIdentifier::IssuerAndSerialNumber(of) => {
            of.issuer == certificate.tbs_certificate.issuer
                && of.serial_number == certificate.tbs_certificate.serial_number
        }
        SignerIdentifier::SubjectKeyIdentifier(of) => {
            certificates::key_identifier(certificate).is_some_and(|id| id == of.0.as_bytes())
        }
    }
}

/// The signed attributes, and the signature over them (RFC 5652 §5.4).
fn check_signature(signer: &SignerInfo, content: &[u8], certificate: &Certificate) -> Result<()> {
    let attributes = signer.signed_attrs.as_ref().ok_or(TimestampError::Altered("it signs no attributes"))?;
    let one = |oid: ObjectIdentifier| {
        let mut found = attributes.iter().filter(|attribute: &&Attribute| attribute.oid == oid);
        match (found.next().map(|attribute| attribute.values.as_slice()), found.next()) {
            (Some([value]), None) => Some(value),
            _ => None,
        }
    };
    let kind = one(CONTENT_TYPE).and_then(|value| value.decode_as::<ObjectIdentifier>().ok());
    if kind != Some(TST_INFO) {
        return Err(TimestampError::Altered("the attributes name another kind of content"));
    }
    let stated = one(MESSAGE_DIGEST).and_then(|value| value.decode_as::<OctetString>().ok());
    if stated.map(OctetString::into_bytes) != Some(digest(&signer.digest_alg.oid, content)?) {
        return Err(TimestampError::Altered("its content is not what was signed"));
    }
    match (one(SIGNING_CERTIFICATE_V2), one(SIGNING_CERTIFICATE)) {
        (Some(value), _) if !names_certificate(value, certificate)? => {
            return Err(TimestampError::Altered("it was signed for another certificate"));
        }
        // The first version names the certificate by SHA-1, which proves nothing; the signature does.
        (Some(_), _) | (None, Some(_)) => {}
        (None, None) => return Err(TimestampError::Altered("it does not say which certificate signed")),
    }
    // As a set of its own, not as the tagged member it travels in.
    let bytes = attributes.to_der().map_err(unreadable)?;
    let key = &certificate.tbs_certificate.subject_public_key_info;
    let (algorithm, hash) = (&signer.signature_algorithm.oid, &signer.digest_alg.oid);
    certificates::check_signature(key, algorithm, Some(hash), &bytes, signer.signature.as_bytes())?
        .then_some(())
        .ok_or(TimestampError::Altered("the signature does not hold"))
}

/// Whether the attribute `signing-certificate-v2` (RFC 5035 §3) names the certificate first.
fn names_certificate(value: &Any, certificate: &Certificate) -> Result<bool> {
    let bytes = value.to_der().map_err(unreadable)?;
    let whole = AnyRef::from_der(&bytes).map_err(unreadable)?;
    // SigningCertificateV2 { certs { ESSCertIDv2 { hashAlgorithm DEFAULT sha256, certHash, … }, … }, … }
    let (algorithm, stated) = whole
        .sequence(|reader| {
            let certs = AnyRef::decode(reader)?;
            while !reader.is_finished() {
                AnyRef::decode(reader)?;
            }
            certs.sequence(|certs| {
                let first = AnyRef::decode(certs)?;
                while !certs.is_finished() {
                    AnyRef::decode(certs)?;
                }
                first.sequence(|one| {
                    let mut algorithm = SHA_256;
                    let mut next = AnyRef::decode(one)?;
                    if next.tag() == Tag::Sequence {
                        algorithm = next.decode_as::<AlgorithmIdentifier<AnyRef<'_>>>()?.oid;
                        next = AnyRef::decode(one)?;
                    }
                    next.tag().assert_eq(Tag::OctetString)?;
                    while !one.is_finished() {
                        AnyRef::decode(one)?;
                    }
                    Ok((algorithm, next.value().to_vec()))
                })
            })
        })
        .map_err(unreadable)?;
    Ok(digest(&algorithm, &certificate.to_der().map_err(unreadable)?)? == stated)
}
