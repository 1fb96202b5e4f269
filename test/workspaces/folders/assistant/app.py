import anthropic

client = anthropic.Anthropic()


def greet(name: str) -> str:
    message = client.messages.create(
        model="claude-haiku-4-5",
        max_tokens=100,
        messages=[{"role": "user", "content": f"Greet {name} in one friendly sentence."}],
    )
    return message.content[0].text
