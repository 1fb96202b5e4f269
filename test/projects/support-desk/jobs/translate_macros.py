"""Translates the agents' text blocks ("macros") into the languages of the shop."""

from anthropic import Anthropic

from .settings import TRANSLATION_MODEL

client = Anthropic()


def translate(macro: str, language: str) -> str:
    prompt = f"""Translate this text block of a customer support team into {language}.

Keep placeholders such as %CUSTOMER_NAME% and %ORDER_NUMBER% exactly as they are.
Use the polite form of address. Keep the line breaks. Answer with the translation only.

<text>
{macro}
</text>"""
    message = client.messages.create(
        model=TRANSLATION_MODEL,
        max_tokens=600,
        messages=[{"role": "user", "content": prompt}],
    )
    return message.content[0].text
