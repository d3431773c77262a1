#!/usr/bin/env bash
# Exports the sample workspace and one of odd content in every format, and has each file read by the official library
# of its format, in an environment of its own. What can come back in is imported again and must go out as it was.
#   scripts/validators.sh        after `cargo build -p throughline-cli`
. "$(dirname -- "$0")/common.sh"
set -o pipefail

program=${THROUGHLINE_CLI:-$target/debug/throughline}
[ -x "$program" ] || stop "$program is missing: cargo build -p throughline-cli"
checks=$PWD/tests/validators

# The environment is made once for a list of packages: what they weigh is fetched only then.
mark=$(sha256sum <"$checks/requirements.txt" | cut -c1-16)
venv=${THROUGHLINE_VALIDATORS:-$build/validators-$mark}
if [ ! -f "$venv/ready" ]; then
    say 'Making a Python environment with the validators'
    rm -rf "$venv"
    python3 -m venv "$venv" || stop 'Python cannot make an environment. Install python3-venv.'
    "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$checks/requirements.txt" ||
        stop 'pip could not install the validators. Check the network, then run the same command again.'
    touch "$venv/ready"
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export THROUGHLINE_HOME=$work/home HF_HUB_OFFLINE=1
unset THROUGHLINE_WORKSPACE
passed=0
failed=0
expect() { # NAME COMMAND…: one line like those of cargo
    local name=$1
    shift
    if "$@" >"$work/said" 2>&1; then
        echo "test validators::$name ... ok"
        passed=$((passed + 1))
    else
        echo "test validators::$name ... FAILED"
        sed 's/^/    /' "$work/said" | tail -n 40
        failed=$((failed + 1))
    fi
}
tl() { "$program" --workspace "$space" --release all "$@"; }
read_by() { "$venv/bin/python" "$checks/check.py" "$@"; }
valid() { # FORMAT ENDING ARGUMENTS…: exported, and read by the library
    local format=$1 file=$out/$1$2
    shift 2
    tl export "$format" "$@" --output "$file" && read_by "$format" "$file"
}
valid_of() { # FORMAT ID: of one artefact
    local file=$out/one-$1.json
    tl export "$1" "$2" --output "$file" && read_by "$1" "$file"
}
same_again() { # FORMAT IMPORT PATH: what comes in goes out as it was
    local fresh=$work/again-$1-$RANDOM
    "$program" init "$fresh" >/dev/null || return 1
    "$program" --workspace "$fresh.throughline" --release none import "$2" "$3" >"$work/imported" || {
        tail -n 20 "$work/imported"
        return 1
    }
    "$program" --workspace "$fresh.throughline" --release all export "$1" --output "$fresh.out" || return 1
    diff -r "$3" "$fresh.out" >"$work/differs" || {
        head -c 4000 "$work/differs"
        return 1
    }
}

cd "$work" || exit 1
sample=$("$program" sample)
"$venv/bin/python" "$checks/odd.py" >"$work/odd.jsonl"
"$program" init odd >/dev/null
expect 3000_odd_artefacts_come_in "$program" --workspace odd.throughline --release none import jsonl odd.jsonl
for gone in 'DEC-2 --field outcome' DEC-3 'MOD-4 --field intended-use' IDE-5; do
    # shellcheck disable=SC2086 # an id and its options
    expect "odd_${gone%% *}_is_erased" "$program" --workspace odd.throughline erase $gone --reason 'Named a person'
done
for spaced in "sample $sample" "odd $work/odd.throughline"; do
    name=${spaced%% *}
    space=${spaced#* }
    out=$work/$name
    mkdir -p "$out"
    expect "${name}_provenance_is_read_by_prov" valid prov .json
    expect "${name}_bill_of_materials_is_strictly_valid" valid cyclonedx .json
    expect "${name}_model_cards_are_read_by_huggingface_hub" valid modelcard ''
    expect "${name}_statements_are_read_by_in_toto" valid slsa ''
    expect "${name}_decisions_have_the_shape_of_madr" valid madr ''
    expect "${name}_table_of_decisions_is_plain_csv" valid csv .csv decision
    expect "${name}_lines_fit_their_schema" valid jsonl .jsonl
    expect "${name}_needs_fit_the_schema_of_sphinx_needs" valid needs .json
    expect "${name}_decisions_come_back_as_they_were" same_again madr adr "$out/madr"
    expect "${name}_lines_come_back_as_they_were" same_again jsonl jsonl "$out/jsonl.jsonl"
    expect "${name}_thread_of_a_model_is_provenance" valid_of prov MOD-1
    expect "${name}_bill_of_one_model_is_strictly_valid" valid_of cyclonedx MOD-1
done

result=ok
[ "$failed" = 0 ] || result=FAILED
printf '\ntest result: %s. %d passed; %d failed; 0 ignored\n' "$result" "$passed" "$failed"
[ "$failed" = 0 ]
