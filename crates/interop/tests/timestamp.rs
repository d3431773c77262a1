//! Time-stamp replies made by OpenSSL (`scripts/timestamp-fixtures.sh`), and what is refused.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use throughline_interop::timestamp::{
    Certificate, Issuer, TimestampError, authorities, request, request_of, verify,
};

macro_rules! golden {
    ($name:literal) => {
        include_bytes!(concat!("golden/timestamp/", $name)) as &[u8]
    };
}

const MESSAGE: &[u8] = golden!("message.txt");
const REPLIES: [(&str, &[u8], &[u8]); 3] = [
    ("rsa", golden!("rsa.tsr"), golden!("rsa-ca.pem")),
    ("p256", golden!("p256.tsr"), golden!("p256-ca.pem")),
    ("p384", golden!("p384.tsr"), golden!("p384-ca.pem")),
];

fn trusted(pem: &[u8]) -> Vec<Certificate> {
    authorities(pem).unwrap()
}

#[test]
fn replies_of_rsa_and_ecdsa_authorities_hold() {
    for (name, reply, pem) in REPLIES {
        let stamp = verify(reply, MESSAGE, Some(&trusted(pem))).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(stamp.by, format!("Test stamp {name}"));
        assert_eq!(stamp.issuer, Issuer::Checked(format!("Test authority {name}")));
        assert!(stamp.at.starts_with("20") && stamp.at.ends_with('Z'), "{}", stamp.at);
    }
}

#[test]
fn without_an_authority_the_issuer_is_said_not_to_be_checked() {
    for (_, reply, _) in REPLIES {
        assert_eq!(verify(reply, MESSAGE, None).unwrap().issuer, Issuer::NotChecked);
    }
}

#[test]
fn a_stamp_of_other_bytes_is_refused() {
    assert_eq!(verify(golden!("other-message.tsr"), MESSAGE, None), Err(TimestampError::Imprint));
    let (_, reply, _) = REPLIES[0];
    assert_eq!(verify(reply, b"another message", None), Err(TimestampError::Imprint));
}

#[test]
fn an_authority_that_did_not_issue_it_is_no_authority_for_it() {
    let (_, reply, _) = REPLIES[0];
    let (_, _, other) = REPLIES[1];
    assert!(matches!(verify(reply, MESSAGE, Some(&trusted(other))), Err(TimestampError::Untrusted(_))));
    assert!(matches!(verify(reply, MESSAGE, Some(&[])), Err(TimestampError::Untrusted(_))));
}

#[test]
fn a_certificate_for_something_else_may_not_stamp() {
    let refused = verify(golden!("wrong-usage.tsr"), MESSAGE, None);
    assert!(matches!(refused, Err(TimestampError::Certificate(_))), "{refused:?}");
}

#[test]
fn a_reply_with_any_byte_changed_is_refused_or_says_the_same() {
    // Some bytes carry nothing that is proven, such as the encoding of a NULL that may be absent; what is stated must
    // never change.
    for (name, reply, pem) in REPLIES {
        let honest = verify(reply, MESSAGE, Some(&trusted(pem))).unwrap();
        let mut refused = 0;
        for at in (0..reply.len()).step_by(7) {
            let mut altered = reply.to_vec();
            altered[at] ^= 1;
            match verify(&altered, MESSAGE, Some(&trusted(pem))) {
                Ok(stamp) => {
                    assert_eq!((stamp.at, stamp.by), (honest.at.clone(), honest.by.clone()), "{name} {at}")
                }
                Err(_) => refused += 1,
            }
        }
        assert!(refused > reply.len() / 7 / 2, "{name}: {refused} refused");
    }
}

#[test]
fn what_is_no_reply_is_refused_and_nothing_panics() {
    for bytes in
        [&b""[..], b"hello", &[0x30, 0x80], &[0x30, 0x84, 0xff, 0xff, 0xff, 0xff], &vec![0; 300 * 1024]]
    {
        assert!(matches!(verify(bytes, MESSAGE, None), Err(TimestampError::Form(_))));
    }
    let (_, reply, _) = REPLIES[2];
    for end in (0..reply.len()).step_by(11) {
        assert!(verify(&reply[..end], MESSAGE, None).is_err());
    }
    // A rejection (status 2) without a token.
    assert_eq!(verify(&[0x30, 5, 0x30, 3, 2, 1, 2], MESSAGE, None), Err(TimestampError::Refused(2)));
    assert!(authorities(b"nothing").is_err());
}

#[test]
fn a_request_names_the_digest_and_asks_for_the_certificate() {
    use sha2::Digest;
    let der = request(MESSAGE, [0xff; 8]).unwrap();
    let digest = sha2::Sha256::digest(MESSAGE);
    assert!(der.windows(32).any(|window| window == &digest[..]));
    assert_eq!(der.last(), Some(&0xff), "the wish for the certificate: BOOLEAN TRUE");
    assert_ne!(der, request(MESSAGE, [1; 8]).unwrap(), "the number makes it another");
}

#[test]
fn a_request_that_was_lost_is_made_anew_from_the_reply_to_it() {
    use sha2::Digest;
    let digest = sha2::Sha256::digest(MESSAGE);
    for (name, reply, _) in REPLIES {
        let der = request_of(reply, MESSAGE).unwrap_or_else(|e| panic!("{name}: {e}"));
        let at = der.windows(32).position(|window| window == &digest[..]).unwrap() + 32;
        let nonce = &der[at..der.len() - 3];
        assert!(nonce.len() > 2 && nonce[0] == 2, "{name}: a whole number between digest and wish");
        assert!(reply.windows(nonce.len()).any(|window| window == nonce), "{name}: the number of the reply");
    }
    assert_eq!(request_of(golden!("other-message.tsr"), MESSAGE), Err(TimestampError::Imprint));
}
