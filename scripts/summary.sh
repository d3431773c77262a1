#!/bin/sh
# Prints the closing lines of every runner from the logs of `make test`, then their sum.
#   scripts/summary.sh FOLDER
cd "$1" || exit 1
for log in rust pipeline validators page-units page-in-chromium window; do
    [ -f "$log.log" ] || continue
    printf '%s\n' "$log"
    case $log in
        rust | window)
            awk '/^ *(Running|Doc-tests) /{ name = $0; sub(/^ */, "", name); sub(/ \(.*/, "", name) }
                 /^test result: /{ if ($0 !~ / 0 passed; 0 failed; 0 ignored/) printf "  %s\n    (%s)\n", $0, name }' "$log.log"
            ;;
        pipeline | validators) sed -n 's/^test result: /  /p' "$log.log" ;;
        page-units) grep -E '^ *(Test Files|Tests) ' "$log.log" ;;
        page-in-chromium) grep -E '^ *[0-9]+ (passed|failed|skipped|flaky|did not run|interrupted)' "$log.log" ;;
    esac
done

# Whoever reads only the end of a long log still learns which tests failed, and how they began to.
failures() {
    for log in rust pipeline validators window; do
        [ -f "$log.log" ] && grep -E '^test .* \.\.\. FAILED' "$log.log"
        [ -f "$log.log" ] && grep -E -A4 "panicked at" "$log.log" | head -40
    done
    [ -f page-units.log ] && grep -E -A6 '^ *FAIL ' page-units.log | head -40
    [ -f page-in-chromium.log ] && grep -E -A14 '^ *[0-9]+\) ' page-in-chromium.log | head -60
}
if grep -qE '^test .* \.\.\. FAILED|^ *FAIL |^ *[0-9]+ (failed|flaky|interrupted)' ./*.log; then
    printf '\nWhat failed\n'
    failures
fi
awk '
    function number(word,   m) { return match($0, "[0-9]+ " word) ? substr($0, RSTART, RLENGTH) + 0 : 0 }
    /^test result: / {
        passed += number("passed"); failed += number("failed")
        # The window tests are left out of the first run of cargo and counted in their own.
        if (FILENAME == "window.log") ran += number("passed") + number("failed"); else skipped += number("ignored")
    }
    FILENAME == "page-units.log" && /^ *Tests / { passed += number("passed"); failed += number("failed"); skipped += number("skipped") }
    # A test that passed at its second try passed, and one that was cut off did not.
    FILENAME == "page-in-chromium.log" && /^ *[0-9]+ (passed|flaky|failed|interrupted|skipped|did not run)/ {
        passed += number("passed") + number("flaky"); failed += number("failed") + number("interrupted")
        skipped += number("skipped") + number("did not run")
    }
    END {
        skipped -= ran; if (skipped < 0) skipped = 0
        printf "\n%d passed, %d failed, %d skipped\n", passed, failed, skipped
    }
' *.log
