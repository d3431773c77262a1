#!/bin/sh
# Makes the time-stamp replies that crates/interop/tests/timestamp.rs checks, with OpenSSL 3 as the authority.
# Needed only if they are to be made anew: keys and times differ with every run.
#   scripts/timestamp-fixtures.sh
set -eu
out="$(cd "$(dirname -- "$0")/.." && pwd)/crates/interop/tests/golden/timestamp"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
mkdir -p "$out"
cd "$work"

printf 'throughline/example\n2\nAAAA\n\n— throughline/example BBBB\n' > message.txt
printf 'something else\n' > other.txt

authority() { # name, key options
    name=$1; shift
    openssl req -x509 -newkey "$@" -nodes -keyout "$name-ca.key" -out "$name-ca.pem" -days 36500 \
        -subj "/CN=Test authority $name" -addext 'basicConstraints=critical,CA:TRUE' \
        -addext 'keyUsage=critical,keyCertSign' 2>/dev/null
}
signer() { # name, usage, authority, key options
    name=$1; usage=$2; ca=$3; shift 3
    openssl req -newkey "$@" -nodes -keyout "$name.key" -out "$name.csr" -subj "/CN=Test stamp $name" 2>/dev/null
    printf '%s\n' "$usage" > "$name.ext"
    openssl x509 -req -in "$name.csr" -CA "$ca-ca.pem" -CAkey "$ca-ca.key" -CAcreateserial -days 36000 \
        -extfile "$name.ext" -out "$name.pem" 2>/dev/null
}
stamp() { # reply, signer, authority, message
    cat > tsa.cnf <<CNF
[tsa]
default_tsa = one
[one]
serial = ./serial
signer_cert = ./$2.pem
signer_key = ./$2.key
certs = ./$3-ca.pem
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
ess_cert_id_alg = sha256
CNF
    [ -f serial ] || echo 01 > serial
    openssl ts -query -data "$4" -sha256 -cert -out query.tsq 2>/dev/null
    openssl ts -reply -config tsa.cnf -queryfile query.tsq -out "$1" 2>/dev/null
}

authority rsa rsa:2048
authority p256 ec -pkeyopt ec_paramgen_curve:P-256
authority p384 ec -pkeyopt ec_paramgen_curve:P-384
good='extendedKeyUsage=critical,timeStamping'
signer rsa "$good" rsa rsa:2048
signer p256 "$good" p256 ec -pkeyopt ec_paramgen_curve:P-256
signer p384 "$good" p384 ec -pkeyopt ec_paramgen_curve:P-384
signer web "$good" rsa rsa:2048
for kind in rsa p256 p384; do
    stamp "$out/$kind.tsr" "$kind" "$kind" message.txt
    cp "$kind-ca.pem" "$out/$kind-ca.pem"
done
stamp "$out/other-message.tsr" rsa rsa other.txt
cp message.txt "$out/message.txt"
# OpenSSL refuses to stamp with a certificate that is for something else, so that the same content is signed by its
# CMS, with a key that is certified for a server.
printf '%s\n' 'extendedKeyUsage=serverAuth' > web.ext
openssl x509 -req -in web.csr -CA rsa-ca.pem -CAkey rsa-ca.key -set_serial 77 -days 36000 -extfile web.ext \
    -out web-server.pem 2>/dev/null
openssl ts -reply -in "$out/rsa.tsr" -token_out -out token.der
openssl cms -verify -inform DER -in token.der -noverify -out tst.der 2>/dev/null
openssl cms -sign -binary -in tst.der -signer web-server.pem -inkey web.key -certfile rsa-ca.pem -outform DER \
    -econtent_type 1.2.840.113549.1.9.16.1.4 -nodetach -cades -md sha256 -out forged.token
# TimeStampResp ::= SEQUENCE { status SEQUENCE { INTEGER 0 }, token }
python3 - "$out/wrong-usage.tsr" <<'PY'
import sys
token = open("forged.token", "rb").read()
body = bytes.fromhex("3003020100") + token
n = len(body)
length = bytes([n]) if n < 128 else bytes([0x80 + (n.bit_length() + 7) // 8]) + n.to_bytes((n.bit_length() + 7) // 8, "big")
open(sys.argv[1], "wb").write(b"\x30" + length + body)
PY
ls -l "$out"
