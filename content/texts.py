"""Texts in Fluent: read once, checked for junk, and said in Telegram's HTML."""

import html
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from fluent.runtime import FluentBundle
from fluent.syntax import FluentParser, ast

FALLBACK_LOCALE = "en"
MOST_KEPT = 4096  # texts
# Texts of these files are never borrowed from another language: a person must be able to read what may save them.
SAFETY_FILES = frozenset(
    {"check.ftl", "urgent.ftl", "cards.ftl", "late.ftl", "learn.ftl", "doubt.ftl", "others.ftl"}
)


@dataclass(frozen=True, eq=False)
class TextFile:
    """One parsed .ftl file; `place` is its path below locales/, as shown in faults."""

    locale: str
    name: str
    source: str
    resource: ast.Resource

    @property
    def place(self) -> str:
        return f"locales/{self.locale}/{self.name}"

    def messages(self) -> Iterable[ast.Message | ast.Term]:
        return (entry for entry in self.resource.body if isinstance(entry, (ast.Message, ast.Term)))

    def line(self, node: ast.SyntaxNode) -> int:
        return 1 + self.source.count("\n", 0, node.span.start if node.span else 0)


@dataclass(frozen=True, eq=False)
class Texts:
    """Everything the product says, by locale."""

    files: tuple[TextFile, ...]
    bundles: Mapping[str, FluentBundle]
    safety_keys: frozenset[str]
    _kept: dict[tuple[object, ...], str] = field(default_factory=dict)

    def say(self, locale: str, key: str, args: Mapping[str, str | int]) -> str:
        escaped = {name: html.escape(v, quote=False) if isinstance(v, str) else v for name, v in args.items()}
        return self._format(locale, key, escaped)

    def label(self, locale: str, key: str, args: Mapping[str, str | int]) -> str:
        return self._format(locale, key, args)

    def has(self, locale: str, key: str) -> bool:
        """Whether this language itself says it."""
        return locale in self.bundles and self.bundles[locale].has_message(key)

    def keys(self, locale: str) -> frozenset[str]:
        return frozenset(m.id.name for f in self.files if f.locale == locale for m in f.messages()
                         if isinstance(m, ast.Message))  # fmt: skip

    def _format(self, locale: str, key: str, args: Mapping[str, str | int]) -> str:
        """Without words of somebody's in it, a text is kept: a crowd that is due at once gets the same few labels."""
        if any(isinstance(value, str) for value in args.values()):
            return self._formatted(locale, key, args)
        name = locale, key, *args.items()
        text = self._kept.get(name)
        if text is None:
            text = self._kept[name] = self._formatted(locale, key, args)
            if len(self._kept) > MOST_KEPT:
                self._kept.clear()
        return text

    def _formatted(self, locale: str, key: str, args: Mapping[str, str | int]) -> str:
        bundle = self._bundle(locale, key)
        pattern = bundle.get_message(key).value if bundle.has_message(key) else None
        if pattern is None:
            raise KeyError(key)
        text, errors = bundle.format_pattern(pattern, dict(args))
        if errors:
            raise ValueError(f"text {key} cannot be said: {errors[0]}")
        return str(text)

    def _bundle(self, locale: str, key: str) -> FluentBundle:
        if locale in self.bundles:
            return self.bundles[locale]
        if key in self.safety_keys:
            raise KeyError(f"{key}: no safety text in {locale!r}")
        return self.bundles[FALLBACK_LOCALE]


def read_texts(folder: Path, faults: list[str]) -> Texts:
    """Every locales/<locale>/*.ftl below `folder`; what cannot be parsed is added to `faults`."""
    files = tuple(f for path in sorted(folder.glob("*/*.ftl")) if (f := _read_file(path, faults)))
    if not any(file.locale == FALLBACK_LOCALE for file in files):
        faults.append(f"locales/{FALLBACK_LOCALE}: has no texts")
    safety = frozenset(m.id.name for f in files if f.name in SAFETY_FILES for m in f.messages())
    bundles = {locale: _bundle(locale, files, faults) for locale in sorted({f.locale for f in files})}
    return Texts(files, {locale: bundle for locale, bundle in bundles.items() if bundle}, safety)


def _read_file(path: Path, faults: list[str]) -> TextFile | None:
    place = f"locales/{path.parent.name}/{path.name}"
    try:
        source = path.read_text(encoding="utf-8").replace("\r\n", "\n")
        resource = FluentParser().parse(source)
    except OSError as error:
        faults.append(f"{place}: cannot be read ({error.strerror})")
        return None
    except UnicodeDecodeError:
        faults.append(f"{place}: is not UTF-8")
        return None
    except RecursionError:
        faults.append(f"{place}: is nested too deeply")
        return None
    file = TextFile(path.parent.name, path.name, source, resource)
    faults.extend(_junk(file, entry) for entry in resource.body if isinstance(entry, ast.Junk))
    return file


def _junk(file: TextFile, junk: ast.Junk) -> str:
    why = junk.annotations[0].message if junk.annotations else "not Fluent"
    return f"{file.place}:{file.line(junk)}: cannot be understood ({why})"


def _bundle(locale: str, files: Iterable[TextFile], faults: list[str]) -> FluentBundle | None:
    try:
        bundle = FluentBundle([locale], use_isolating=False)
    except ValueError:
        faults.append(f"locales/{locale}: is not the name of a language")
        return None
    for file in files:
        if file.locale == locale:
            bundle.add_resource(file.resource)
    return bundle
