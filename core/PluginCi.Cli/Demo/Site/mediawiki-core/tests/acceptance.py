"""Puts a site together from this core and the extensions named as arguments, and reads its pages."""
import importlib.util
import pathlib
import sys
import time

sys.dont_write_bytecode = True
CORE = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(CORE))

from wiki import Wiki


def load(folder):
    spec = importlib.util.spec_from_file_location(folder.name.replace("-", "_"), folder / "extension.py")
    extension = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(extension)
    return extension


def main(names):
    wiki = Wiki()
    extensions = [load(CORE.parent / name) for name in names]
    for extension in extensions:
        extension.register(wiki)
    text = " ".join(extension.EXAMPLE for extension in extensions)
    page = wiki.render(text)
    for extension in extensions:
        assert extension.EXPECTED in page, f"{extension.__name__}: expected {extension.EXPECTED!r} in {page!r}"
    time.sleep(Wiki.CACHE_SECONDS + 0.1)
    assert wiki.render(text) == page, "a page looks different after its cache expired"
    print(f"{len(extensions)} extensions, {len(wiki.scripts)} scripts: {page}")


if __name__ == "__main__":
    main(sys.argv[1:])
