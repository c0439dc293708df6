# The tasks of the project. `make run` and `make test` are all that a newcomer needs.

TARGET := $(abspath $(or $(CARGO_TARGET_DIR),target))
TOOLS := $(TARGET)/tools
WASM := $(TARGET)/wasm32-wasip2/debug
# Those in Rust.
PLUGINS := $(notdir $(patsubst %/Cargo.toml,%,$(wildcard plugins/*/Cargo.toml)))
# Those in C, TypeScript, Python.
FOREIGN := minimal-c tariff webhook-notifier
# Cargo chooses the features of what all of them depend on by what it is asked for. So the server is always built as
# a part of the workspace, and the components for WASM always together: nothing is compiled twice.
SERVER := cargo build --workspace --bin ocpp-central
COMPONENTS := cargo build --target wasm32-wasip2 $(PLUGINS:%=-p %) -p doorman -p clerk -p hostile -p notary -p decider
# Compiled code that the servers here share: what `plugin build` compiled, none of them compiles again.
COMPILED := OCPP_CENTRAL_PLUGINS_COMPILED_CACHE=$(TARGET)/compiled
# A suite that hangs fails after ten minutes, and the others run on; the longest takes two.
ifneq ($(shell command -v timeout),)
BOUNDED := CARGO_TARGET_$(shell rustc -vV 2>/dev/null | sed -n 's/^host: //p' | tr a-z- A-Z_)_RUNNER='timeout --foreground --kill-after=10 600'
endif
# A line for whoever waits.
SAY := printf '\n==> %s\n'

.PHONY: help run demo test check bench bench-parts bench-drive bench-wire bench-history bench-campaign bench-live bench-plugins \
  bench-kill dist book toolchain server plugins more-plugins guests test-parts test-tools

help:
	@echo "make run    build the server and the plugins, and serve config/central.toml"
	@echo "make demo   build the server, and show it with ten simulated charge points at work"
	@echo "make test   all tests"
	@echo "make check  format, licences, lints, documentation (warnings being errors), and the contract of plugins."
	@echo "            CI runs make check and make test: .ci/run"
	@echo "make bench  measure, against a server that does nothing"
	@echo "make dist   the packages, into target/dist: a Debian package, an archive with a Containerfile, checksums"
	@echo "make book   the documentation as pages, into target/book"

# The page is served from its sources: who changes one reloads the browser.
PAGE := OCPP_CENTRAL_ADMIN_DASHBOARD_FOLDER=$(abspath core/dashboard)

# Another configuration: make run CONFIG=config/tour.toml
CONFIG ?= config/central.toml
ifeq ($(CONFIG),config/central.toml)
run: server plugins
	@$(SAY) "The server: it listens at once, and says when its plugins are ready. Ctrl-C ends it."
	$(COMPILED) $(PAGE) OCPP_CENTRAL_PLUGINS_FOLDER=$(TARGET)/plugins $(TARGET)/debug/ocpp-central serve --config $(CONFIG)
else
run: more-plugins
	@$(SAY) "The server on $(CONFIG): it listens at once, and says when its plugins are ready. Ctrl-C ends it."
	$(COMPILED) $(PAGE) OCPP_CENTRAL_PLUGINS_FOLDER=$(TARGET)/more-plugins $(TARGET)/debug/ocpp-central serve --config $(CONFIG)
endif

# Nothing is kept; another port: make demo DEMO="--admin-listen 127.0.0.1:9101"
demo: server
	@$(SAY) "A server with ten simulated charge points: the page is at the address below. Ctrl-C ends it."
	@$(TARGET)/debug/ocpp-central demo $(DEMO)

# The compiler and the WASM target, where they are missing.
toolchain:
	@tests/install-toolchain.sh

server: toolchain
	@[ -x $(TARGET)/debug/ocpp-central ] || $(SAY) "The server. This is the first time: two processors take some minutes, most of \
	them for the WASM engine (cranelift-codegen, wasmtime) and the JSON schemas (jsonschema, ocpp-schemas)."
	$(SERVER)

# The suites start the server's binary; all is built with one set of features, so no dependency is compiled twice.
# The official schemas come with the PyPI package `ocpp`, which the tools' Python has.
test: test-parts
	@$(SAY) "The suites: some minutes."
	PATH="$(TOOLS)/python/bin:$$PATH" $(BOUNDED) cargo test --workspace --no-fail-fast
	@$(SAY) "The SDKs and plugins in other languages"
	tests/test-sdks.sh $(TOOLS) $(TARGET)

# What the suites start: the server, the components, the clients of other languages; and the suites.
test-parts: more-plugins guests
	@$(SAY) "The suites themselves are built."
	cargo test --workspace --no-run

# The licences of all dependencies are held against the list in deny.toml by a test; cargo-deny, where it is
# installed, looks for advisories too.
check: toolchain
	cargo fmt --all --check
	cargo test --workspace --test released_contract --test licences
	cargo clippy --workspace --all-targets -- -D warnings
	RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps --document-private-items
	@if command -v cargo-deny >/dev/null; then cargo deny check; else $(SAY) "cargo-deny is not installed: advisories were not looked for."; fi

# What the parts of `make bench` measured, for the table at its end.
FIGURES := $(TARGET)/bench-figures.json
BENCH = ulimit -n $$(ulimit -Hn) && BENCH_FIGURES=$(FIGURES) OCPP_CENTRAL_PLUGINS=$(TARGET)/bench-plugins $(TARGET)/release
# Where one figure stands beside another of the same run, two rounds of it say enough.
TWICE = export BENCH_ROUNDS=$${BENCH_ROUNDS:-2} &&

# tests/README.md says what is measured, and how. One part alone: make bench-wire, for example.
bench: bench-parts
	@rm -f $(FIGURES)
	@$(MAKE) --no-print-directory -j1 bench-drive bench-wire bench-history bench-campaign bench-live bench-plugins
	$(TARGET)/release/bench-aims --figures $(FIGURES)
	@$(MAKE) --no-print-directory bench-kill

# The plugins are built as they would be shipped.
bench-parts: toolchain test-tools
	cargo build --release -p ocpp-central -p ocpp-central-tests --bins --test kill
	cargo build --profile plugin --target wasm32-wasip2 -p id-tag-policy
	@mkdir -p $(TARGET)/bench-plugins
	@cp $(TARGET)/wasm32-wasip2/plugin/id_tag_policy.wasm $(TARGET)/bench-plugins/id-tag-policy.wasm

# Messages of both versions, a fleet's memory, a server without traffic.
bench-drive: bench-parts
	$(BENCH)/bench-drive
	$(TWICE) $(BENCH)/bench-drive --version 2.0.1 --scenario meter --scenario session --server floor --server plain --stations 0 --quiet-seconds 0

# TLS, compression. A fleet's rhythm, a store with a history.
bench-wire bench-history: bench-parts
	$(TWICE) $(BENCH)/$@

# One command for many. Listeners. Plugins by language.
bench-campaign bench-live bench-plugins: bench-parts
	$(BENCH)/$@

bench-kill: bench-parts
	KILL_ROUNDS=$${KILL_ROUNDS:-200} cargo test --release -p ocpp-central -p ocpp-central-tests --test kill -- --nocapture

# What is shipped is what is tested: the same features. PROFILE=dev packs what `make test` has built, in seconds.
PROFILE ?= release
DIST := $(TARGET)/dist
SHIPPED := $(TARGET)/shipped-plugins
# Another version than Cargo.toml's: make dist VERSION=0.1.1
PACK = core/packaging/make.sh $(if $(VERSION),--version $(VERSION)) --plugins $(SHIPPED) --out $(DIST)
# The plugins in Rust from a folder of cargo's; those in other languages bring a language's engine along, and are built from
# the source.
SHIP = rm -rf $(SHIPPED) && mkdir -p $(SHIPPED) && for name in $(PLUGINS); do \
	cp $(TARGET)/wasm32-wasip2/$(1)/$$(echo $$name | tr - _).wasm $(SHIPPED)/$$name.wasm || exit 1; done
ifeq ($(PROFILE),dev)
dist: server plugins
	@$(call SHIP,debug)
	$(PACK) --quick --binary $(TARGET)/debug/ocpp-central
else
dist: toolchain
	@$(SAY) "The server as it is shipped: linked as a whole, which takes ten minutes on two processors."
	cargo build --release --workspace --bin ocpp-central
	cargo build --profile plugin --target wasm32-wasip2 $(PLUGINS:%=-p %)
	@$(call SHIP,plugin)
	$(PACK) --binary $(TARGET)/release/ocpp-central
endif

# mdBook makes pages of the chapters, which can be read as they are; without it only their links are checked, by `make test`.
book:
	@command -v mdbook >/dev/null || { printf '\n*** mdbook is not installed: cargo install mdbook --no-default-features --features search\n\n' >&2; exit 1; }
	mdbook build core/docs --dest-dir $(TARGET)/book
	@$(SAY) "The book: $(TARGET)/book/index.html"

# The plugins as components. Those that config/central.toml names go to target/plugins, which `make run` watches:
# replaced by a rename, because a server may be looking. The others that are in Rust go to target/more-plugins.
plugins: toolchain
	@[ -d $(WASM) ] || $(SAY) "The plugins, for WASM: about a minute."
	$(COMPONENTS)
	@mkdir -p $(TARGET)/plugins $(TARGET)/more-plugins
	@for name in $(PLUGINS); do \
	  folder=more-plugins; \
	  if grep -q "^name = \"$$name\"" config/central.toml; then folder=plugins; fi; \
	  cp $(WASM)/$$(echo $$name | tr - _).wasm $(TARGET)/$$folder/$$name.new && \
	  mv $(TARGET)/$$folder/$$name.new $(TARGET)/$$folder/$$name.wasm || exit 1; \
	done

# All of them, those in other languages too: each is built with its language's own tools where something of it is newer
# than its component, and said loudly to be missing where these are.
more-plugins: server plugins test-tools
	@cp $(TARGET)/plugins/*.wasm $(TARGET)/more-plugins/
	@for name in $(FOREIGN); do \
	  built=plugins/$$name/build/$$name.wasm; \
	  if [ -f $$built ] && [ -f $(TARGET)/more-plugins/$$name.wasm ] && [ -z "$$(find plugins/$$name plugin-sdk \
	    $(TARGET)/debug/ocpp-central -newer $$built -not -path '*/build/*' -not -path '*/node_modules/*' -print -quit)" ]; \
	  then continue; fi; \
	  $(SAY) "The plugin $$name, with the tools of its language: seconds."; \
	  $(COMPILED) PATH="$(TOOLS)/plugin-python/bin:$(TOOLS)/javascript/node_modules/.bin:$$PATH" \
	    $(TARGET)/debug/ocpp-central plugin build plugins/$$name && touch $$built && \
	  cp plugins/$$name/build/$$name.wasm $(TARGET)/more-plugins/$$name.new && \
	  mv $(TARGET)/more-plugins/$$name.new $(TARGET)/more-plugins/$$name.wasm || \
	  { printf '\n*** %s was not built.\n\n' $$name >&2; [ -z "$${CI:-}" ] || exit 1; }; \
	done

# Components for the suites alone: the reference plugin, one that uses every capability, one that does harm, one that has
# certificates signed, and one in three versions that decide differently.
guests: plugins
	@mkdir -p $(TARGET)/guests
	@cp $(WASM)/doorman.wasm $(WASM)/clerk.wasm $(WASM)/hostile.wasm $(WASM)/notary.wasm $(TARGET)/guests/
	@cp $(WASM)/decider.wasm $(TARGET)/guests/decider-strict.wasm
	$(COMPONENTS) --features decider/lenient
	@cp $(WASM)/decider.wasm $(TARGET)/guests/decider-lenient.wasm
	$(COMPONENTS) --features decider/failing
	@cp $(WASM)/decider.wasm $(TARGET)/guests/decider-failing.wasm

# OCPP clients that others wrote, in virtual environments below target/tools.
test-tools:
	@tests/install-tools.sh $(TOOLS)
