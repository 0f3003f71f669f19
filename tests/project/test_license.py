"""The code is under the MIT licence, the notebooks' text under CC BY 4.0."""


def test_the_licence_file_holds_both_licences(root):
    text = " ".join((root / "LICENSE").read_text(encoding="utf-8").split())
    assert "MIT License" in text
    assert "Permission is hereby granted, free of charge, to any person" in text
    assert 'THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND' in text
    assert "Creative Commons Attribution 4.0 International" in text
    assert "https://creativecommons.org/licenses/by/4.0/legalcode" in text
    assert text.count("Copyright (c) 2026 The course authors") == 2


def test_the_packages_metadata_names_both(project):
    assert project["license"] == "MIT AND CC-BY-4.0"
    assert project["license-files"] == ["LICENSE"]
