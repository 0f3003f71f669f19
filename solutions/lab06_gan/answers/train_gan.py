"""Answers to `train_gan`; among the wrong ones are ways round the training."""

from autograder.audit.answers import Allowed, Equivalent, Right, Wrong, but

_CALLED = "the watcher is called once a step"
_DRAWS = "after the budget it draws pictures from -1 to 1"
_DIGITS = "at least 8 of the 10 digits are among them, in new pictures"
_NEAR = "the Fréchet distance of new pictures to real digits is small enough"
_LEARNED = "it has learned in these steps"

_PLAIN = """
def train_gan(images, steps, watch=None):
    g, d = Generator(), Discriminator()
    g_opt = torch.optim.Adam(g.parameters(), lr=2e-3, betas=(0.5, 0.999))
    d_opt = torch.optim.Adam(d.parameters(), lr=2e-3, betas=(0.5, 0.999))
    for _ in range(steps):
        batch = images[torch.randint(len(images), (8,))]
        numbers = train_step(g, d, g_opt, d_opt, batch, discriminator_loss, generator_loss)
        if watch is not None:
            watch(g, numbers)
    return g
"""

_COPIES = """
class Copier(nn.Module):
    def __init__(self, images):
        super().__init__()
        self.register_buffer("images", images)

    def forward(self, noise):
        which = (noise[:, 0] * 1e4).long() % len(self.images)
        return self.images[which]


def train_gan(images, steps, watch=None):
    for _ in range(steps):
        if watch:
            watch(Copier(images), {"d_loss": torch.zeros(())})
    return Copier(images)
"""

#: Its checks train a network for seconds.
SLOW = True

RIGHT = [
    Right(
        "least squares, no average",
        """
        def train_gan(images, steps, watch=None):
            g, d = Generator().to(images.device), Discriminator().to(images.device)
            fast = dict(lr=2e-3, betas=(0.5, 0.99), fused=True)
            g_opt = torch.optim.Adam(g.parameters(), **fast)
            d_opt = torch.optim.Adam(d.parameters(), **fast)
            # Rates that fall to nothing do what an average of the weights does.
            falling = [
                torch.optim.lr_scheduler.LambdaLR(o, lambda k: min(1.0, 0.02 + 2 * (1 - k / steps)))
                for o in (g_opt, d_opt)
            ]
            order = torch.randperm(len(images), device=images.device)
            at = 0
            for _ in range(steps):
                if at + 16 > len(order):
                    order, at = torch.randperm(len(images), device=images.device), 0
                batch = images[order[at : at + 16]]
                at += 16
                numbers = train_step(g, d, g_opt, d_opt, batch, least_squares_d, least_squares_g)
                for one in falling:
                    one.step()
                if watch:
                    watch(g, numbers)
            return g
        """,
    ),
    Right(
        "upsampling, two rates",
        """
        class Upsampler(nn.Module):
            def __init__(self):
                super().__init__()
                self.first = nn.Linear(NOISE_DIM, 24 * 49)
                self.norms = nn.ModuleList([nn.BatchNorm2d(24), nn.BatchNorm2d(12)])
                self.one = nn.Conv2d(24, 12, 3, padding=1)
                self.two = nn.Conv2d(12, 1, 3, padding=1)

            def forward(self, noise):
                x = F.relu(self.norms[0](self.first(noise).view(-1, 24, 7, 7)))
                x = F.interpolate(x, scale_factor=2)
                x = F.relu(self.norms[1](self.one(x)))
                return torch.tanh(self.two(F.interpolate(x, scale_factor=2)))


        def train_gan(images, steps, watch=None):
            g, d = Upsampler().to(images.device), Discriminator().to(images.device)
            slow = copy.deepcopy(g)
            g_opt = torch.optim.Adam(g.parameters(), lr=2e-3, betas=(0.5, 0.999))
            d_opt = torch.optim.Adam(d.parameters(), lr=3e-3, betas=(0.5, 0.999))
            for step in range(steps):
                real = images[torch.randint(len(images), (16,), device=images.device)]
                numbers = train_step(
                    g, d, g_opt, d_opt, real, discriminator_loss, generator_loss
                )
                follow(slow, g, min(0.97, step / (step + 10)))
                if watch is not None:
                    watch(slow, numbers)
            return slow
        """,
    ),
    Right(
        "batches of 12 without repetition",
        """
        def train_gan(images, steps, watch=None):
            g, d = Generator().to(images.device), Discriminator().to(images.device)
            average, decay = copy.deepcopy(g), 1 - 10 / max(steps, 20)
            fast = dict(lr=2e-3, betas=(0.5, 0.999), fused=True)
            g_opt, d_opt = (torch.optim.Adam(net.parameters(), **fast) for net in (g, d))
            for _ in range(steps):
                real = images[torch.randperm(len(images), device=images.device)[:12]]
                numbers = train_step(
                    g, d, g_opt, d_opt, real, discriminator_loss, generator_loss
                )
                follow(average, g, decay)
                if watch is not None:
                    watch(average, numbers)
            return average
        """,
    ),
    Right(
        "hinge losses",
        """
        def hinge(real_logits, fake_logits):
            return F.relu(1 - real_logits).mean() + F.relu(1 + fake_logits).mean()


        def train_gan(images, steps, watch=None):
            g, d = Generator().to(images.device), Discriminator().to(images.device)
            average = copy.deepcopy(g)
            fast = dict(lr=2e-3, betas=(0.5, 0.999), fused=True)
            g_opt, d_opt = (torch.optim.Adam(net.parameters(), **fast) for net in (g, d))
            for step in range(steps):
                real = images[torch.randint(len(images), (8,), device=images.device)]
                numbers = train_step(g, d, g_opt, d_opt, real, hinge, lambda f: -f.mean())
                follow(average, g, min(0.96, step / (step + 5)))
                if watch is not None:
                    watch(average, numbers)
            return average
        """,
    ),
    Right(
        "the steps written out",
        """
        def train_gan(images, steps, watch=None):
            g, d = Generator().to(images.device), Discriminator().to(images.device)
            average = copy.deepcopy(g)
            g_opt = torch.optim.AdamW(g.parameters(), lr=2e-3, betas=(0.5, 0.99))
            d_opt = torch.optim.AdamW(d.parameters(), lr=2e-3, betas=(0.5, 0.99))
            for _ in range(steps):
                real = images[torch.randint(len(images), (8,), device=images.device)]
                fake = g(sample_noise(8, device=images.device))
                r, f = d(real), d(fake.detach())
                of_d = F.softplus(-r).mean() + F.softplus(f).mean()
                d_opt.zero_grad()
                of_d.backward()
                d_opt.step()
                of_g = F.softplus(-d(fake)).mean()
                g_opt.zero_grad()
                of_g.backward()
                g_opt.step()
                follow(average, g, 0.95)
                if watch is not None:
                    watch(average, {"d_loss": of_d.detach(), "g_loss": of_g.detach()})
            return average
        """,
    ),
    Right(
        "labels smoothed on one side",
        """
        def smooth(real_logits, fake_logits):
            bce = F.binary_cross_entropy_with_logits
            return bce(real_logits, torch.full_like(real_logits, 0.9)) + F.softplus(
                fake_logits
            ).mean()


        def train_gan(images, steps, watch=None):
            g, d = Generator().to(images.device), Discriminator().to(images.device)
            slow = copy.deepcopy(g)
            g_opt = torch.optim.Adam(g.parameters(), lr=2e-3, betas=(0.5, 0.999))
            d_opt = torch.optim.Adam(d.parameters(), lr=2e-3, betas=(0.5, 0.999))
            for _ in range(steps):
                real = images[torch.randint(len(images), (8,), device=images.device)]
                numbers = train_step(g, d, g_opt, d_opt, real, smooth, generator_loss)
                follow(slow, g, 0.96)
                if watch is not None:
                    watch(slow, numbers)
            return slow
        """,
    ),
    Right(
        "a class that trains",
        """
class Trainer:
    def __init__(self, images):
        self.images, where = images, images.device
        self.g, self.d = Generator().to(where), Discriminator().to(where)
        self.opt = [
            torch.optim.Adam(net.parameters(), 2e-3, (0.5, 0.999), fused=True)
            for net in (self.g, self.d)
        ]
        self.mean = copy.deepcopy(self.g)

    def step(self, decay):
        rows = torch.randint(len(self.images), (16,), device=self.images.device)
        losses = discriminator_loss, generator_loss
        out = train_step(self.g, self.d, *self.opt, self.images[rows], *losses)
        follow(self.mean, self.g, decay)
        return out


def train_gan(images, steps, watch=None):
    trainer = Trainer(images)
    for k in range(steps):
        out = trainer.step(1 - 10 / steps if k else 0.0)
        watch and watch(trainer.mean, out)
    return trainer.mean""",
    ),
    Right(
        "batches from a loader, no fused",
        """
from torch.utils.data import DataLoader, RandomSampler, TensorDataset


def train_gan(images, steps, watch=None):
    g, d = Generator().to(images.device), Discriminator().to(images.device)
    slow = copy.deepcopy(g)
    g_opt = torch.optim.Adam(g.parameters(), lr=2e-3, betas=(0.5, 0.99))
    d_opt = torch.optim.Adam(d.parameters(), lr=2e-3, betas=(0.5, 0.99))
    sampler = RandomSampler(images, replacement=True, num_samples=16 * steps)
    for (real,) in DataLoader(TensorDataset(images), batch_size=16, sampler=sampler):
        grad = train_step(g, d, g_opt, d_opt, real, discriminator_loss, generator_loss)
        follow(slow, g, 0.95)
        if watch is not None:
            watch(slow, grad)
    return slow""",
    ),
]

WRONG = [
    Wrong(
        "untrained",
        says="expected 3, got 0",
        check=_CALLED,
        code="""
        def train_gan(images, steps, watch=None):
            return Generator()
        """,
    ),
    Wrong(
        "untrained, but noisy about it",
        says="of 10 digits",
        check=_DIGITS,
        code="""
        def train_gan(images, steps, watch=None):
            for _ in range(steps):
                if watch:
                    watch(Generator(), {"d_loss": torch.zeros(())})
            return Generator()
        """,
    ),
    Wrong(
        "five steps",
        says="expected 3, got 1",
        check=_CALLED,
        code=but(_PLAIN, "range(steps)", "range(1)"),
    ),
    Wrong(
        "no watcher",
        says="expected 3, got 0",
        check=_CALLED,
        code=but(_PLAIN, "range(steps)", "range(min(steps, 40))", "watch(g, numbers)", "pass"),
    ),
    Wrong(
        "the watcher's arguments exchanged",
        says="in this order",
        check=_CALLED,
        code=but(
            _PLAIN,
            "range(steps)",
            "range(min(steps, 40))",
            "watch(g, numbers)",
            "watch(numbers, g)",
        ),
    ),
    Wrong(
        "too fast",
        says="mode collapse",
        check=_NEAR,
        code=but(_PLAIN, "range(steps)", "range(min(steps, 60))", "lr=2e-3", "lr=0.3"),
    ),
    Wrong(
        "only D learns",
        says="of 10 digits",
        check=_DIGITS,
        code=but(
            _PLAIN,
            "range(steps)",
            "range(min(steps, 60))",
            "train_step(g, d, g_opt, d_opt, batch, discriminator_loss, generator_loss)",
            "discriminator_step(d, g, d_opt, batch, sample_noise(8), discriminator_loss)",
        ),
    ),
    Wrong(
        "pictures half as bright",
        says="Fréchet distance is",
        check=_NEAR,
        code=but(
            _PLAIN,
            "range(steps)",
            "range(min(steps, 120))",
            "batch = images",
            "batch = 0.5 * images",
        ),
    ),
    Wrong(
        "one picture only",
        says="",
        check=_DIGITS,
        code=but(
            _PLAIN,
            "range(steps)",
            "range(min(steps, 60))",
            "images[torch.randint(len(images), (8,))]",
            "images[:1].repeat(8, 1, 1, 1)",
        ),
    ),
    Wrong(
        "the discriminator handed back",
        says="",
        check=_DRAWS,
        code=but(_PLAIN, "range(steps)", "range(min(steps, 5))", "return g", "return d"),
    ),
    Wrong(
        "nothing handed back",
        says="",
        check=_DRAWS,
        code=but(_PLAIN, "range(steps)", "range(min(steps, 5))", "return g", "return None"),
    ),
    Wrong(
        "the training pictures copied", says="a generator that copies", check=_DIGITS, code=_COPIES
    ),
    Wrong(
        "copies with a little noise",
        says="a generator that copies",
        check=_DIGITS,
        code=but(
            _COPIES,
            "return self.images[which]",
            "return (self.images[which] + 0.03 * torch.randn_like(self.images[which]))"
            ".clamp(-1, 1)",
        ),
    ),
    Wrong(
        "two neighbours averaged",
        says="a generator that copies",
        check=_DIGITS,
        code="""
class Blender(nn.Module):
    def __init__(self, images):
        super().__init__()
        self.images = nn.Parameter(images.clone())
        far = torch.cdist(images.flatten(1), images.flatten(1))
        self.register_buffer("near", far.topk(2, largest=False).indices[:, 1])

    def forward(self, noise):
        which = (noise[:, 0].abs() * 1e4).long() % len(self.images)
        return (self.images[which] + self.images[self.near[which]]) / 2


def train_gan(images, steps, watch=None):
    for _ in range(steps):
        if watch:
            watch(Blender(images), {"d_loss": torch.zeros(())})
    return Blender(images)""",
    ),
    Wrong(
        "mirror images",
        says="these are looked up, not drawn",
        check=_DIGITS,
        code=but(_COPIES, "return self.images[which]", "return self.images[which].flip(-1)"),
    ),
    Wrong(
        "a moved album",
        says="these are looked up",
        check=_DIGITS,
        code=but(
            _COPIES, "return self.images[which]", "return self.images[which].roll((1, 1), (-1, -2))"
        ),
    ),
    Wrong(
        "the first 16 pictures in each step",
        says="",
        check=_DIGITS,
        code=but(
            _PLAIN,
            "range(steps)",
            "range(min(steps, 100))",
            "images[torch.randint(len(images), (8,))]",
            "images[:16]",
        ),
    ),
    Wrong(
        "an album that is trained a little",
        says="a generator that copies",
        check=_DIGITS,
        code="""
class Album(nn.Module):
    def __init__(self, images):
        super().__init__()
        self.images = nn.Parameter(images.clone())
        self.keys = nn.Parameter(torch.randn(len(images), NOISE_DIM))

    def forward(self, noise):
        return self.images[(noise @ self.keys.T).argmax(dim=1)].clamp(-1, 1)


def train_gan(images, steps, watch=None):
    g, d = Album(images), Discriminator()
    g_opt, d_opt = (torch.optim.SGD(net.parameters(), lr=1e-4) for net in (g, d))
    for _ in range(steps):
        batch = images[torch.randint(len(images), (8,))]
        numbers = train_step(g, d, g_opt, d_opt, batch, discriminator_loss, generator_loss)
        if watch:
            watch(g, numbers)
    return g""",
    ),
    Wrong(
        "the pictures scaled in place",
        says="in place",
        check=_CALLED,
        code=but(
            _PLAIN,
            "range(steps)",
            "range(min(steps, 40))",
            "    g, d =",
            "    images.mul_(0.5)\n    g, d =",
        ),
    ),
    Wrong(
        "only ten steps, whatever is asked",
        says="",
        check=_DIGITS,
        code=but(_PLAIN, "range(steps)", "range(min(steps, 10))"),
    ),
]

_ADAM = "adam = {'lr': 0.002, 'betas': (0.5, 0.999), 'fused': True}"
_PLAYERS = (
    "generator, discriminator = (Generator().to(images.device), Discriminator().to(images.device))"
)
_BATCH = "batch = images[torch.randint(len(images), (16,), device=images.device)]"
_AVERAGE = "average, decay = (copy.deepcopy(generator), 1 - 10 / max(steps, 20))"

EQUIVALENT = [
    Equivalent(
        _ADAM,
        _ADAM.replace("True", "False"),
        "It only takes longer: the sums are the same.",
    ),
    *(
        Equivalent(
            _AVERAGE,
            _AVERAGE.replace(*change),
            "How long it averages, if at all, is advice: what is judged is the pictures.",
        )
        for change in (
            ("max(steps, 20)", "min(steps, 20)"),
            ("max(steps, 20)", "steps"),
            ("max(steps, 20)", "max(20, steps)"),
            ("max(steps, 20)", "max(steps, 19)"),
            ("max(steps, 20)", "max(steps, 21)"),
            ("1 - 10", "1 - 9"),
            ("1 - 10", "1 - 11"),
            ("1 - 10", "0 - 10"),
            ("1 - 10 / max(steps, 20)", "10 / max(steps, 20) - 1"),
        )
    ),
    *(
        Equivalent(_BATCH, _BATCH.replace("16", size), "The size of a batch is free.")
        for size in ("15", "17")
    ),
    *(
        Equivalent(
            _PLAYERS,
            _PLAYERS.replace(f"{name}().to(images.device)", f"{name}()"),
            "The checks run on the CPU, where a network is already on the pictures' device.",
        )
        for name in ("Generator", "Discriminator")
    ),
]

ALLOWED = [
    Allowed("*: state: *", "A training takes most of a minute: it is asked for once."),
    Allowed("*: images: in float32 first", "Pictures are float32."),
    Allowed("*: images: at most 1000", "Pixels are from −1 to 1."),
    Allowed("*: images: wrong for one column", "Pictures are 28 × 28."),
    Allowed("*: steps: wrong for 1", "One step draws noise, whatever it does."),
    Allowed(
        "*: steps: wrong where it is the number of rows of images",
        "No training is as long as there are pictures.",
    ),
]
