"""What is wrong with the demo content, said so that whoever writes it finds the place."""


class DemoError(Exception):
    """One mistake, with the file and the path of keys in it where it is: `items/20-framework.yaml: body.3.text: …`."""

    def __init__(self, file: str, path: str, message: str) -> None:
        self.file, self.path, self.message = file, path, message
        super().__init__(": ".join(part for part in (file, path, message) if part))


class MistakesError(Exception):
    """All the mistakes found before anything was written."""

    def __init__(self, errors: list[DemoError]) -> None:
        self.errors = errors
        super().__init__("\n".join(str(error) for error in errors))
