//! A time-stamping authority of its own: OpenSSL, which `scripts/setup.sh test` sees to.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::desk::Desk;

/// Answers a request as an authority made for it would. Returns a folder with `reply.tsr` and the certificate of
/// the authority, `ca.pem`.
pub fn stamped(desk: &Desk, query: &Path) -> PathBuf {
    let script = r#"
set -eu
openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 36500 -subj '/CN=Test authority' \
    -addext 'basicConstraints=critical,CA:TRUE' -addext 'keyUsage=critical,keyCertSign'
openssl req -newkey rsa:2048 -nodes -keyout tsa.key -out tsa.csr -subj '/CN=Test stamp'
printf 'extendedKeyUsage=critical,timeStamping\n' > tsa.ext
openssl x509 -req -in tsa.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 36000 -extfile tsa.ext -out tsa.pem
printf '[tsa]\ndefault_tsa = one\n[one]\nserial = ./serial\nsigner_cert = ./tsa.pem\nsigner_key = ./tsa.key\ncerts = ./ca.pem\nsigner_digest = sha256\ndefault_policy = 1.2.3.4.1\ndigests = sha256\ness_cert_id_alg = sha256\n' > tsa.cnf
echo 01 > serial
openssl ts -reply -config tsa.cnf -queryfile "$1" -out reply.tsr
"#;
    let folder = desk.path("authority");
    std::fs::create_dir_all(&folder).unwrap();
    let output =
        Command::new("sh").args(["-c", script, "sh"]).arg(query).current_dir(&folder).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    folder
}
