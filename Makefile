# One door for people and machines. Every target prepares the machine first; `tools/set-up.sh` says what it does.
PYTHON := .venv/bin/python
SOURCES := counter_app ui readers local_store sync printing practice tests benchmarks tools
.DEFAULT_GOAL := help
.PHONY: help run test check bench tour faults paper paper-proof requirements sbom audit-dependencies format lock

help:
	@echo "make run     打开窗口（演练模式）            open the window in practice mode"
	@echo "make test    运行全部测试                    run all tests"
	@echo "make check   检查代码                        lint, types, import rules, lengths"
	@echo "make bench   打印性能数字                    print figures"
	@echo "make tour    在虚拟屏幕上逐页截图            a picture of each page, on a virtual screen"
	@echo "make faults  故障验证：一万次推演、二百次强杀  the promise put to the proof: 10,000 runs, 200 kills"
	@echo "make paper   每种纸的图片（docs/paper）        a picture of every paper, into docs/paper"
	@echo "make paper-proof  人名用字验证：国标 88,115 字逐字打印并从 PDF 读回  every character of GB 18030 on paper, proven"
	@echo "make requirements  逐条列出五部法规的要求及其证明    what the regulations ask, row by row, and what proves it"
	@echo "make sbom    写出软件物料清单（CycloneDX）     what the program is made of, as a list for machines"
	@echo "make audit-dependencies  查已知漏洞（要联网）  known holes in what it is made of (needs a network)"
	@echo "make format  整理代码格式                    format the code"
	@echo "make lock    重新生成 requirements.lock      write requirements.lock anew (needs uv)"

run:
	@tools/need-display.sh
	@tools/set-up.sh run
	@$(PYTHON) -m counter_app

test:
	@tools/set-up.sh test
	$(PYTHON) tools/run_tests.py --durations=10

check:
	@tools/set-up.sh test
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports --no-cache
	$(PYTHON) tools/lengths.py
	$(PYTHON) tools/leaks.py
	.venv/bin/vulture

bench:
	@tools/set-up.sh test
	$(PYTHON) -m benchmarks
	$(PYTHON) -m benchmarks.province --short

tour:
	@tools/set-up.sh test
	$(PYTHON) tools/tour.py

faults:
	@tools/set-up.sh test
	$(PYTHON) -m tests.faults
	$(PYTHON) -m tests.faults.fuzz

paper:
	@tools/set-up.sh test
	$(PYTHON) -m tools.paper

paper-proof:
	@tools/set-up.sh test
	$(PYTHON) -m tests.printing.proof

requirements:
	@tools/set-up.sh test
	@$(PYTHON) -m tools.requirements

sbom:
	@tools/set-up.sh test
	@$(PYTHON) -m tools.sbom

audit-dependencies:
	@tools/set-up.sh test
	.venv/bin/pip-audit --requirement requirements.lock --require-hashes --disable-pip --strict

format:
	@tools/set-up.sh test
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

lock:
	@tools/lock.sh
