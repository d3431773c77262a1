#!/usr/bin/env bash
# Runs the example of a pipeline: trains a scikit-learn model in an environment of its own, records it with the built
# `throughline`, and looks whether what it recorded is what must be there.
#   scripts/pipeline.sh        after `cargo build -p throughline-cli`
. "$(dirname -- "$0")/common.sh"
set -o pipefail

program=${THROUGHLINE_CLI:-$target/debug/throughline}
[ -x "$program" ] || stop "$program is missing: cargo build -p throughline-cli"
example=$PWD/examples/pipeline

# The environment is made once for a list of packages: what they weigh is fetched only then.
mark=$(sha256sum <"$example/requirements.txt" | cut -c1-16)
venv=$build/pipeline-$mark
if [ ! -f "$venv/ready" ]; then
    say 'Making a Python environment with scikit-learn'
    rm -rf "$venv"
    python3 -m venv "$venv" || stop 'Python cannot make an environment. Install python3-venv.'
    "$venv/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: -r "$example/requirements.txt" ||
        stop 'pip could not install scikit-learn. Check the network, then run the same command again.'
    touch "$venv/ready"
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export THROUGHLINE_HOME=$work/home THROUGHLINE=$program GIT_CONFIG_GLOBAL=/dev/null
unset THROUGHLINE_WORKSPACE
passed=0
failed=0
expect() { # NAME COMMAND…: one line like those of cargo
    local name=$1
    shift
    if "$@" >"$work/said" 2>&1; then
        echo "test pipeline::$name ... ok"
        passed=$((passed + 1))
    else
        echo "test pipeline::$name ... FAILED"
        sed 's/^/    /' "$work/said"
        failed=$((failed + 1))
    fi
}
says() { # WORDS COMMAND…: it prints these words
    local words=$1
    shift
    "$@" >"$work/out" 2>&1 || true
    cat "$work/out"
    grep -qF -- "$words" "$work/out"
}
exits() { # CODE COMMAND…
    local code=$1
    shift
    local got=0
    "$@" || got=$?
    [ "$got" = "$code" ]
}
length() { "$program" stats --json | grep '"changes"'; }
unchanged() { # COMMAND…: it records nothing
    local before
    before=$(length)
    "$@" && [ "$(length)" = "$before" ]
}

cp "$example"/* "$work"
cd "$work" || exit 1
git init -q .
git add train.py deliveries.csv requirements.txt
git -c user.name=Ann -c user.email=ann@example.org commit -qm 'Train a model of late deliveries'
"$program" init shop --person 'Mira Anand' --product 'Food delivery app' >/dev/null
train() { "$venv/bin/python" train.py --version 1 "$@"; }

expect a_training_is_recorded says 'MOD-1  late 1  sha256:' train
expect the_same_training_again_records_nothing unchanged train
expect the_model_reaches_its_commit says 'COD-1' "$program" trace MOD-1 --direction back
expect the_model_reaches_its_data says 'deliveries train 1' "$program" trace MOD-1 --direction back
expect parameters_and_metrics_are_there says 'max_depth = 3' "$program" versions show late@1
expect what_was_recorded_is_what_lies_there exits 0 "$program" versions check
expect another_model_under_the_same_version_is_refused says 'recorded with another digest' train --depth 5
printf 'x' >>build/train.csv
expect one_byte_more_and_the_check_says_no exits 1 "$program" versions check
expect the_model_says_what_it_stands_on says 'stands on deliveries train 1' "$program" versions list

result=ok
[ "$failed" = 0 ] || result=FAILED
printf '\ntest result: %s. %d passed; %d failed; 0 ignored\n' "$result" "$passed" "$failed"
[ "$failed" = 0 ]
