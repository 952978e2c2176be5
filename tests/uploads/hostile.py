"""Two hundred names of files that are meant for a shell, an option, a pattern or a path."""

HOSTILE = [
    name.replace("@", char)
    for name in ("@", "a@b.mp4", "@film.mp4", "film.mp4@", "../@", "-@", "concat:@|x", "%d@%s")
    for char in (
        ";id",
        "&id&",
        "$(id)",
        "`id`",
        "|id",
        "\n",
        "\r\n",
        "\x00",
        "'",
        '"',
        "\\",
        "../../etc/passwd",
        "<script>",
        "{{7*7}}",
    )
    + ("%2e%2e%2f", "\u202e", "💥", "*", "?", "~", "#{x}", "-i", "--help", "CON", "file:///etc/passwd")
]
