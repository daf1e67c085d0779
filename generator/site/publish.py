"""Writing a site: every page is made before the first file is touched, and what is right already stays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.build.covers import cover_of
from generator.build.output_folder import refuse_inputs
from generator.core.atomic_files import has_content, link_atomically, remove_unfinished, write_atomically
from generator.core.cache import Cache
from generator.core.errors import Diagnostic, MachineError, Severity
from generator.core.regular_files import UnfitFileError
from generator.script.files import lessons_in
from generator.script.lesson import Header
from generator.site.addresses import is_example
from generator.site.catalogue import catalogue_page
from generator.site.config import FILE, read_config
from generator.site.feed import feed
from generator.site.lessons import gather
from generator.site.page_cache import kept_asset
from generator.site.page_links import check_served
from generator.site.page_text import page_path
from generator.site.pages import page
from generator.site.site_files import (
    announce_site_files,
    list_site_files,
    listed_site_files,
    refuse_other_files,
)
from generator.site.site_lesson import Asset, SiteConfig, SiteLesson


@dataclass(frozen=True, slots=True)
class Site:
    """A site, made but not yet written."""

    lessons: tuple[SiteLesson, ...]
    pages: Mapping[str, bytes]
    """What is made here: the path within the site, and what stands there."""
    assets: Mapping[str, Asset]
    """What was built before: the path within the site, and the file."""
    warnings: tuple[Diagnostic, ...]
    inputs: tuple[Path, ...]
    """What it is made of."""


@dataclass(frozen=True, slots=True)
class WrittenSite:
    """What writing a site did."""

    written: tuple[Path, ...]
    """Files that were new or different."""
    left: tuple[Path, ...]
    """Files and folders of lessons that are gone: named, and left."""


def make_site(folder: Path, built: Path, cache: Cache) -> Site:
    """Everything that a site consists of.

    Args:
        folder: of the scripts, with site.yaml and the pages' texts.
        built: what `lesson build` wrote.
        cache: where checksums, pages and the cover are kept.

    Raises:
        ScriptError: with every problem found.
        MachineError: there is no script, or a file cannot be read.
    """
    scripts = lessons_in(folder)
    if not scripts:
        hint = "name the folder that holds your scripts, as in: lesson site scripts"
        raise MachineError(f'there is no lesson: no "{folder}/*.txt" here', hint)
    config = read_config(folder / FILE)
    try:
        gathered = gather(config, scripts, built, cache)
    except UnfitFileError as error:
        raise MachineError(f'"{error.filename}" is not published: {error.strerror}', error.hint) from error
    except OSError as error:
        raise MachineError(f'"{error.filename}" cannot be read', error.strerror or str(error)) from error
    lessons = gathered.lessons
    picture, cover = _cover(config, folder / FILE, lessons, cache)
    pages = {cover.name: picture, "index.html": catalogue_page(lessons, cover, config, cache).encode()}
    pages |= {f"{each.name}/index.html": page(each, lessons, config, cache).encode() for each in lessons}
    if config.base:
        pages["feed.xml"] = feed(lessons, cover, config, cache).encode()
    assets = {f"{lesson.name}/{each.name}": each for lesson in lessons for each in lesson.assets}
    beside = [folder / FILE, *([folder / config.cover] if config.cover else []), *map(page_path, scripts)]
    inputs = (*scripts, *beside, *(each.source for each in assets.values()))
    known = {*pages, *assets}
    dead = (found for each in lessons for found in check_served(each.links, each.name, known))
    return Site(lessons, pages, assets, (*gathered.warnings, *dead, *_check_address(config, folder)), inputs)


def write_site(site: Site, target: Path, cache: Cache, *, overwrite: bool = False) -> WrittenSite:
    """Write what differs; a file that a page names is there before the page.

    Args:
        site: what to write.
        target: its folder, which is made if need be.
        cache: where checksums are kept.
        overwrite: replace what this program has not made, or what was changed since.

    Raises:
        OccupiedError: somebody's own files stand there, and are not to be overwritten; nothing was written.
        MachineError: a file of the site would be one that it is made of, or cannot be written; the others
            are whole, old or new.
    """
    refuse_inputs([target / name for name in (*site.assets, *site.pages)], site.inputs)
    try:
        for folder in [target, *(target / each.name for each in site.lessons)]:
            folder.mkdir(parents=True, exist_ok=True)
            remove_unfinished(folder)
        written = tuple(_write_stale(site, target, cache, overwrite=overwrite))
    except OSError as error:
        where = error.filename2 or error.filename or target
        raise MachineError(f'"{where}" cannot be written', error.strerror or str(error)) from error
    return WrittenSite(written, tuple(_left(site, target)))


def _write_stale(site: Site, target: Path, cache: Cache, *, overwrite: bool) -> Iterator[Path]:
    assets = {name: each for name, each in site.assets.items() if not _same(each, target / name, cache)}
    pages = {
        name: data
        for name, data in reversed(tuple(site.pages.items()))
        if not has_content(target / name, data)
    }
    if not overwrite:
        refuse_other_files(target, [*assets, *pages])
    if assets or pages:
        announce_site_files(target, pages, assets)
    for name, each in assets.items():
        link_atomically(target / name, each.source)
        yield target / name
    for name, data in pages.items():
        write_atomically(target / name, data)
        yield target / name
    names = {*site.assets, *site.pages}
    if assets or pages or not names <= {each.name for each in listed_site_files(target) or ()}:
        list_site_files(target, names)


def check_target(target: Path, inputs: Sequence[Path]) -> None:
    """Refuse a target folder that holds anything the site is made of.

    Raises:
        MachineError: the site would be written into a folder that it is made of.
    """
    for folder in inputs:
        if target.resolve() == folder.resolve():
            raise MachineError(
                f'the site cannot be written into "{folder}": it is made of what is there',
                "choose another folder, as in: lesson site -o output/site",
            )


def _cover(
    config: SiteConfig, path: Path, lessons: Sequence[SiteLesson], cache: Cache
) -> tuple[bytes, Asset]:
    """The site's own cover: given, or drawn with the length of all lessons together."""
    header = Header(title=config.title, author=config.teacher, cover=config.cover, spans=config.spans)
    length = sum(each.recording.length for each in lessons)
    cover = cover_of(header, config.title, length, path, cache)
    name = "cover.png" if cover.mime == "image/png" else "cover.jpg"
    return cover.data, Asset(path, name, len(cover.data), "")


def _same(wanted: Asset, path: Path, cache: Cache) -> bool:
    try:
        status = path.stat()
        if status.st_size != wanted.bytes:
            return False
        source = wanted.source.stat()
        if (status.st_dev, status.st_ino) == (source.st_dev, source.st_ino) and status.st_ino:
            return True
        return kept_asset(path, cache).sha256 == wanted.sha256
    except (FileNotFoundError, UnfitFileError):
        return False


def _left(site: Site, target: Path) -> Iterator[Path]:
    """What an earlier site left: folders of lessons that are gone, and files that a lesson no longer has."""
    folders = {each.name for each in site.lessons}
    for found in sorted(target.iterdir()):
        if found.is_dir() and found.name not in folders:
            # A teacher may keep other things beside the lessons.
            if (found / "index.html").is_file() and (found / f"{found.name}.mp3").is_file():
                yield found
        elif found.is_dir():
            known = {*site.pages, *site.assets}
            yield from (each for each in sorted(found.iterdir()) if f"{found.name}/{each.name}" not in known)
    if "feed.xml" not in site.pages and (target / "feed.xml").exists():
        yield target / "feed.xml"


def _check_address(config: SiteConfig, folder: Path) -> Iterator[Diagnostic]:
    if not config.base:
        message = "the site has no address, and so no feed"
        hint = f"write into {(folder / FILE).as_posix()} where it will be, as in base: https://lessons.example.org/"
        yield Diagnostic(Severity.WARNING, "W106", None, message, hint)
    elif is_example(config.base):
        message = "this address is only an example: feed and link previews lead nowhere"
        hint = "write your own before you publish"
        yield Diagnostic(Severity.WARNING, "W106", config.spans["base"], message, hint)
