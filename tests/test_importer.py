"""The importer gives Rasa what its own gives, reads it once and copies it quickly."""

from copy import deepcopy

from rasa.shared.importers import utils
from rasa.shared.importers.importer import TrainingDataImporter

from extensions.importer import FileImporter, ImportedMessage


def test_examples_are_read_once_for_the_domain_and_for_training(tmp_path, monkeypatch):
    reads = []
    read = utils.training_data_from_paths
    monkeypatch.setattr(utils, "training_data_from_paths", lambda *asked: reads.append(asked) or read(*asked))
    (tmp_path / "nlu.yml").write_text('version: "3.1"\nnlu:\n  - intent: greet\n    examples: |\n      - hello\n')
    (tmp_path / "config.yml").write_text(f"importers:\n  - name: {FileImporter.__module__}.FileImporter\n")
    (tmp_path / "domain.yml").write_text('version: "3.1"\nintents: [greet]\n')
    importer = TrainingDataImporter.load_from_config(
        str(tmp_path / "config.yml"), str(tmp_path / "domain.yml"), [str(tmp_path / "nlu.yml")]
    )
    importer.get_domain()
    assert [example.get("text") for example in importer.get_nlu_data().intent_examples] == ["hello"]
    assert len(reads) == 1


def test_a_copy_of_an_example_has_fields_of_its_own():
    example = ImportedMessage({"text": "hello", "intent": "greet"})
    copy = deepcopy(example)
    assert copy == example and hash(copy) == hash(example)
    copy.set("intent", "goodbye")
    assert example.get("intent") == "greet" and copy != example
