"""Wrong ways to train a whole GAN, as students write them, and ways round the training."""

from autograder.audit.answers.answer import Wrong

_CALLED = "the watcher is called once a step"
_DRAWS = "after the budget it draws pictures from -1 to 1"
_DIGITS = "at least 8 of the 10 digits are among them"
_NEAR = "the Fréchet distance to real digits is small enough"
_NEW = "the pictures are new: they are not copies of training pictures"


def _loop(rate: str = "2e-3", batch: str = "images[torch.randint(len(images), (8,))]",
          step: str = "train_step(g, d, g_opt, d_opt, batch, discriminator_loss, generator_loss)",
          call: str = "watch(g, numbers)", steps: str = "steps",
          answer: str = "g") -> str:  # fmt: skip
    """A plain training loop with one part changed."""
    return f"""
        def train_gan(images, steps, watch=None):
            g, d = Generator(), Discriminator()
            g_opt = torch.optim.Adam(g.parameters(), lr={rate}, betas=(0.5, 0.999))
            d_opt = torch.optim.Adam(d.parameters(), lr={rate}, betas=(0.5, 0.999))
            for _ in range({steps}):
                batch = {batch}
                numbers = {step}
                if watch is not None:
                    {call}
            return {answer}
    """


_COPIES = """
        class Copier(nn.Module):
            def __init__(self, images):
                super().__init__()
                self.register_buffer("images", images)

            def forward(self, noise):
                which = (noise[:, 0] * 1e4).long() % len(self.images)
                return {answer}


        def train_gan(images, steps, watch=None):
            for _ in range(steps):
                if watch:
                    watch(Copier(images), {{"d_loss": torch.zeros(())}})
            return Copier(images)
"""

_DATA_STEP = "discriminator_step(d, g, d_opt, batch, sample_noise(8), discriminator_loss)"

ANSWERS = [
    Wrong("train_gan", "untrained", "expected 3, got 0", """
        def train_gan(images, steps, watch=None):
            return Generator()
    """, check=_CALLED),
    Wrong("train_gan", "untrained, but noisy about it", "of 10 digits", """
        def train_gan(images, steps, watch=None):
            for _ in range(steps):
                if watch:
                    watch(Generator(), {"d_loss": torch.zeros(())})
            return Generator()
    """, check=_DIGITS),
    Wrong("train_gan", "five steps", "expected 3, got 1", _loop(steps="1"), check=_CALLED),
    Wrong("train_gan", "no watcher", "expected 3, got 0",
          _loop(call="pass", steps="min(steps, 40)"), check=_CALLED),
    Wrong("train_gan", "the watcher's arguments exchanged", "in this order",
          _loop(call="watch(numbers, g)", steps="min(steps, 40)"), check=_CALLED),
    Wrong("train_gan", "too fast", "Fréchet distance is",
          _loop(rate="0.3", steps="min(steps, 60)"), check=_NEAR),
    Wrong("train_gan", "only D learns", "of 10 digits",
          _loop(step=_DATA_STEP, steps="min(steps, 60)"), check=_DIGITS),
    Wrong("train_gan", "pictures half as bright", "Fréchet distance is",
          _loop(batch="0.5 * images[torch.randint(len(images), (8,))]",
                steps="min(steps, 120)"), check=_NEAR),
    Wrong("train_gan", "one picture only", "",
          _loop(batch="images[:1].repeat(8, 1, 1, 1)", steps="min(steps, 60)"), check=_DIGITS),
    Wrong("train_gan", "the discriminator handed back", "",
          _loop(steps="min(steps, 5)", answer="d"), check=_DRAWS),
    Wrong("train_gan", "nothing handed back", "",
          _loop(steps="min(steps, 5)", answer="None"), check=_DRAWS),
    Wrong("train_gan", "the training pictures copied", "a generator that copies",
          _COPIES.format(answer="self.images[which]"), check=_NEW),
    Wrong("train_gan", "copies with a little noise", "a generator that copies",
          _COPIES.format(answer="(self.images[which] + 0.03 * torch.randn_like("
                                "self.images[which])).clamp(-1, 1)"), check=_NEW),
]  # fmt: skip
