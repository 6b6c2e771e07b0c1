"""What can be known of the deployment without a container engine."""

import importlib
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from temporalio.envconfig import ClientConfigProfile

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
SERVICES = COMPOSE["services"]
CONTAINERFILE = (DEPLOY / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ")
SCRIPTS = sorted(
    [*DEPLOY.rglob("*.sh"), *(ROOT / "requirements").glob("*.sh"), ROOT / ".ci/run"],
)
VARIABLE = re.compile(r"\$\{(\w+)(?::([-?])([^}]*))?\}")


def _name(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def _with_defaults(text: str) -> str:
    return VARIABLE.sub(lambda found: found[3] if found[2] == "-" else found[1], text)


@pytest.mark.parametrize("service", SERVICES)
def test_every_image_is_pinned_to_a_version(service: str) -> None:
    """No image is `latest`: an upgrade is a change that can be read."""
    _, _, tag = _with_defaults(SERVICES[service]["image"]).rpartition(":")

    assert re.match(r"\d+(\.\d+)*", tag)


def test_the_base_image_is_pinned_to_a_version() -> None:
    """The image starts from a named release of Python and of Debian."""
    assert re.search(r"^ARG BASE=\S+:\d+\.\d+(\.\d+)?-slim-[a-z]+$", CONTAINERFILE, re.MULTILINE)
    assert set(re.findall(r"^FROM (\S+)", CONTAINERFILE, re.MULTILINE)) == {"${BASE}"}


@pytest.mark.parametrize("service", SERVICES)
def test_every_file_a_service_mounts_is_there(service: str) -> None:
    """A bind mount without its source would become an empty folder, silently."""
    sources = [mount.split(":")[0] for mount in SERVICES[service].get("volumes", [])]

    for source in sources:
        assert source in COMPOSE["volumes"] or (DEPLOY / source).exists()


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_waited_for_exists(service: str) -> None:
    """A service waits for others by name and by what they must have reached."""
    awaited = SERVICES[service].get("depends_on", {})

    assert set(awaited) <= set(SERVICES)
    for name, how in awaited.items():
        if how["condition"] == "service_healthy":
            assert "healthcheck" in SERVICES[name]


@pytest.mark.parametrize("service", SERVICES)
def test_ports_are_open_to_this_host_only(service: str) -> None:
    """Nothing in the composition asks who is calling, so nothing listens to strangers."""
    for port in SERVICES[service].get("ports", []):
        assert port.startswith("127.0.0.1:")


def test_every_variable_is_explained() -> None:
    """Each variable of the composition is in .env.example; what has no default must be filled."""
    example = (DEPLOY / ".env.example").read_text(encoding="utf-8")
    text = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")

    for name, how, default in VARIABLE.findall(text):
        line = f"{name}=" if how == "?" else f"#{name}={default}"
        assert re.search(f"^{re.escape(line)}$", example, re.MULTILINE), line


def test_the_worker_is_stopped_gently() -> None:
    """The worker gets half a minute and the signal itself, without a shell in between."""
    command = re.findall(r"^(?:CMD|ENTRYPOINT) (.*)$", CONTAINERFILE, re.MULTILINE)

    assert command == ['["python", "/app/worker.py"]']
    assert SERVICES["worker"]["stop_grace_period"] == "30s"


def test_the_image_runs_without_root_and_from_locked_versions() -> None:
    """Every installation from an index is checked against hashes, and the process is nobody."""
    installs = [line for line in CONTAINERFILE.split("&&") if "pip install" in line]

    assert installs
    assert all("--require-hashes" in line or "--no-index" in line for line in installs)
    assert re.search(r"^USER \d+:\d+$", CONTAINERFILE, re.MULTILINE)


def test_what_the_image_copies_is_there() -> None:
    """Each source of a COPY exists and passes the ignore file."""
    ignore = (DEPLOY / "Containerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    kept = {line.removeprefix("!") for line in ignore if line.startswith("!")}
    copies = re.findall(r"^COPY (?!--from)(.+) \S+$", CONTAINERFILE, re.MULTILINE)

    for source in " ".join(copies).split():
        assert (ROOT / source).exists(), source
        assert source.split("/")[0] in kept, source


@pytest.mark.parametrize("script", SCRIPTS, ids=_name)
def test_scripts_are_well_formed(script: Path) -> None:
    """Each script can be read by the shell that it names, and may be executed."""
    shell = script.read_text(encoding="utf-8").splitlines()[0].split("/")[-1].split()[-1]
    found = shutil.which(shell)
    assert found

    read = subprocess.run([found, "-n", str(script)], capture_output=True, text=True, check=False)

    assert read.returncode == 0, read.stderr
    assert script.stat().st_mode & 0o111


def test_the_search_attributes_are_those_of_the_workflows() -> None:
    """What the namespace is given is what a case sets, by name and type."""
    lines = (DEPLOY / "temporal/search-attributes").read_text(encoding="utf-8").splitlines()
    deployed = dict(line.split() for line in lines if not line.startswith("#"))
    attributes = pytest.importorskip("workflows.search_attributes").SEARCH_ATTRIBUTES

    assert deployed == dict(attributes)


def test_the_profiles_can_be_read() -> None:
    """The example of a client configuration is one that the SDK understands."""
    text = (DEPLOY / "temporal.toml.example").read_text(encoding="utf-8")

    own = ClientConfigProfile.load(config_source=text, profile="own", disable_env=True)
    cloud = ClientConfigProfile.load(config_source=text, profile="cloud", disable_env=True)

    assert own.address == "temporal.example.org:7233"
    assert own.tls is not None
    assert own.tls.client_cert is not None
    assert cloud.to_client_connect_config()["api_key"] == "replace-me"


def test_the_dynamic_configuration_keeps_time_real() -> None:
    """No case of a real organisation can be moved forward in time."""
    text = (DEPLOY / "temporal/dynamicconfig.yaml").read_text(encoding="utf-8")

    settings = yaml.safe_load(text)

    assert settings["frontend.WorkflowTimeSkippingEnabled"] == [{"value": False}]


def test_the_commands_that_the_composition_runs_exist() -> None:
    """The one-shot step of the register is a command of this release."""
    from starter.main import COMMANDS  # noqa: PLC0415 - the command line loads lazily too

    _, family, *_ = SERVICES["register"]["command"]
    if family not in COMMANDS:
        pytest.skip("the register's commands are not there yet")
    assert importlib.import_module(f"starter.commands.{family}").command
