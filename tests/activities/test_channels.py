"""Channels are read from a file; its secrets are shown to nobody."""

from pathlib import Path

import pytest

from activities.channels import Channels, InvalidChannels, instantiate, read_channels

GOOD = """
[channels]
front_office = ["json://127.0.0.1:9/notices?token=very-secret", "jsons://example.org/a"]
"zhang.wei" = ["json://zhang:very-secret@127.0.0.1:9/"]
requester = ["json://127.0.0.1:9/sms/{phone}"]
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a good file."""
    written = tmp_path / "channels.toml"
    written.write_text(GOOD, encoding="utf-8")
    return written


def test_recipients_have_the_channels_of_the_file(file: Path) -> None:
    """Keys are those of staff, posts and units; who is not named has none."""
    channels = read_channels(file)

    assert ("front_office", "zhang.wei", "requester") == channels.recipients
    assert 2 == len(channels.of("front_office"))
    assert [] == channels.of("li")
    assert all(instantiate(channel) for channel in channels.of("front_office"))


def test_no_secret_shows(file: Path) -> None:
    """Neither the settings nor a channel print an address; names tell channels apart all the same."""
    channels = read_channels(file)
    names = [channel.name for channel in channels.of("front_office")]

    assert "very-secret" not in f"{channels!r} {channels} {channels.of('front_office')!r}"
    assert 2 == len(set(names))
    assert names == [channel.name for channel in read_channels(file).of("front_office")]


@pytest.mark.parametrize(
    ("details", "count"),
    [
        pytest.param({"phone": "1380000"}, 1, id="a phone"),
        pytest.param({"phone": None}, 0, id="no phone"),
        pytest.param({}, 0, id="nothing known"),
    ],
)
def test_a_requester_has_the_channels_that_can_be_filled(
    file: Path, details: dict[str, str | None], count: int
) -> None:
    """An address that needs what the requester did not leave is none."""
    assert count == len(read_channels(file).of("requester", details))


def test_what_a_requester_left_cannot_change_the_address(file: Path) -> None:
    """What is filled in is quoted."""
    (channel,) = read_channels(file).of("requester", {"phone": "1/../@evil.example?x="})

    assert channel.address.get_secret_value().startswith("json://127.0.0.1:9/sms/1%2F..%2F%40")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        pytest.param("[channels", "is not TOML", id="no TOML"),
        pytest.param("channel = 1", "channel: Extra inputs are not permitted", id="another key"),
        pytest.param("[channels]\nli = 'json://very-secret'", "channels.li: ", id="no list"),
        pytest.param(
            "[channels]\nli = ['json://127.0.0.1/', 'pigeon://very-secret']",
            "channels.li, address 2: apprise knows no such service",
            id="no such service",
        ),
    ],
)
def test_a_wrong_file_is_refused_without_its_secrets(
    tmp_path: Path, text: str, sentence: str
) -> None:
    """The sentence names file, key and number of the address, never the address."""
    file = tmp_path / "channels.toml"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(InvalidChannels) as caught:
        read_channels(file)

    assert str(caught.value).startswith(f"{file}: {sentence}")
    assert "very-secret" not in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """The sentence names the file."""
    with pytest.raises(InvalidChannels, match=r"missing\.toml: cannot be read: No such file"):
        read_channels(tmp_path / "missing.toml")


def test_without_a_file_nobody_has_a_channel() -> None:
    """The default is the outbox."""
    assert () == Channels().recipients
