# What a person needs to work on Sightline. `make` lists the targets.
#
# Everything but `gen`, and the first `lint`, works without a network once the
# Go modules are there, and nothing needs AWS credentials.

export CGO_ENABLED = 0
# The conformance corpora, and the cases that this project added.
CASES = testdata/conformance/evaluate testdata/conformance/reason testdata/cases testdata/reasoning

.PHONY: help build run cases test test-fast test-slow fuzz bench lint format gen web

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

build: ## build ./sightline
	@sh scripts/needs.sh go git
	@go build -trimpath -o sightline ./cmd/sightline

run: build ## scan and serve on http://127.0.0.1:8080; FROM=file: that file instead of AWS
	@./sightline serve $(if $(FROM),--from "$(FROM)")

cases: build ## run the policy cases through `sightline test`
	@./sightline test $(CASES)

# scripts/prepare.sh installs Chromium, cvc5, the AWS emulator and the packages of
# the web application where they are missing. A C compiler adds the race detector.
test: ## install what the tests need, run everything at reduced counts and print one summary; SEED=n
	@sh scripts/needs.sh go git node npm
	@sh scripts/prepare.sh
	@go run ./scripts/testrun $(if $(SEED),-seed $(SEED)) $(CASES)

test-fast: ## run the tests in under 2 minutes; results of unchanged packages are kept
	@sh scripts/needs.sh go git
	@go run ./scripts/testrun -fast $(if $(SEED),-seed $(SEED)) $(CASES)

test-slow: ## run the full counts, in parts: SEED=n FROM=i TO=j; adds to testdata/slow-results.jsonl
	@sh scripts/needs.sh go git
	@go run ./scripts/slowrun $(if $(SEED),-seed $(SEED)) $(if $(FROM),-from $(FROM)) $(if $(TO),-to $(TO))

fuzz: ## run every fuzz target; TIME=30s each
	@sh scripts/needs.sh go git
	@go run ./scripts/slowrun -only fuzz -record=false -fuzztime $(or $(TIME),30s)

bench: ## print the benchmark table: ours, the peer or baseline, the ratio
	@sh scripts/needs.sh go
	@go -C bench run .

# The linters are a module of their own (tools/go.mod), so that nothing of them
# is in the program's go.mod. The first run builds them: a minute or two.
lint: ## run the linters and check the format
	@sh scripts/needs.sh go
	@go vet ./... && go -C bench vet ./...
	@go tool -modfile=tools/go.mod golangci-lint run ./...
	@unformatted=$$(go tool -modfile=tools/go.mod gofumpt -modpath sightline -l .); \
	if [ -n "$$unformatted" ]; then echo "not formatted, run make format:" $$unformatted; exit 1; fi

format: ## write all Go files as gofumpt does
	@go tool -modfile=tools/go.mod gofumpt -modpath sightline -w .

gen: ## write generated files again: the service reference (needs npm and a network), the licences
	@sh scripts/needs.sh go npm
	go generate ./...
	sh scripts/licences.sh

web: ## build the web application into web/dist (needs Node 20.19 and npm)
	@sh scripts/needs.sh node npm
	@cd web && npm ci --no-audit --no-fund && npm run build
