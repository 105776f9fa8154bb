#!/usr/bin/env bash
# usage: certificates.sh FOLDER. Keys and certificates of one run of the matrix: an authority, a server and a client of it, and a stranger with an authority of its own.
set -euo pipefail
mkdir -p "$1"; cd "$1"

authority() { # NAME
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj "/CN=$1" -keyout "$1.key" -out "$1.pem" \
    -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign
}
leaf() { # NAME AUTHORITY EXTENSIONS
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$1" -keyout "$1.key" -out "$1.csr"
  openssl x509 -req -in "$1.csr" -CA "$2.pem" -CAkey "$2.key" -CAcreateserial -days 2 -out "$1.pem" -extfile <(printf '%b' "$3")
}
authority authority
authority strangers
leaf server authority 'subjectAltName=IP:127.0.0.1,DNS:localhost\nextendedKeyUsage=serverAuth\n'
leaf client authority 'extendedKeyUsage=clientAuth\n'
leaf stranger strangers 'extendedKeyUsage=clientAuth\n'
openssl rand -hex 32 >token
