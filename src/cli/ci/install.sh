name="ladderbook-$LADDERBOOK_VERSION-x86_64-unknown-linux-musl"
from="$LADDERBOOK_RELEASES/v$LADDERBOOK_VERSION"
cd "$RUNNER_TEMP"
curl --fail --silent --show-error --location --retry 3 --remote-name-all "$from/$name.tar.gz" "$from/SHA256SUMS"
if [ -n "$LADDERBOOK_SHA256" ]; then
  echo "$LADDERBOOK_SHA256  $name.tar.gz" > SHA256SUMS
fi
grep " $name.tar.gz$" SHA256SUMS | sha256sum --check --strict
tar -xzf "$name.tar.gz"
