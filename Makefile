# Every target installs what it lacks; scripts/ holds what each one does, and works without make too.
.POSIX:
.PHONY: help run test check test-window bench screenshots bindings page build package clean

help:
	@echo 'make run          opens the window on the sample workspace'
	@echo 'make test         runs every check and test there is'
	@echo 'make check        formats, lints and types only'
	@echo 'make test-window  the tests of the true window, on a virtual screen'
	@echo 'make bench        measures capture, trace, search, imports, recording, earlier moments, verification, documents, memory and size'
	@echo 'make screenshots  takes the pictures in docs/screens'
	@echo 'make bindings     writes the TypeScript client from the table of commands'
	@echo 'make package      builds the release and its Debian package'
	@echo 'make clean        removes what was built'

run:
	@sh scripts/run.sh

test:
	@bash scripts/test.sh

check:
	@sh scripts/check.sh

build: page
	@cargo build --locked --workspace --all-targets

page:
	@sh scripts/setup.sh run
	@sh scripts/page.sh

test-window:
	@sh scripts/setup.sh test
	@$(MAKE) build
	@sh scripts/virtual-screen.sh cargo test --locked --workspace --test window -- --ignored --test-threads=1

bench:
	@sh scripts/bench.sh

screenshots:
	@sh scripts/screenshots.sh

bindings:
	@THROUGHLINE_WRITE_BINDINGS=1 cargo test --locked -q --workspace --test bindings
	@THROUGHLINE_WRITE_SCHEMA=1 cargo test --locked -q --workspace --test export the_schema

package:
	@sh scripts/package.sh

clean:
	cargo clean
	rm -rf .build ui/dist ui/node_modules ui/test-results
