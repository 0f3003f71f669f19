"""Right ways to train a whole GAN that differ in kind from the reference."""

from autograder.audit.answers.answer import Right

ANSWERS = [
    Right(
        exercise="train_gan",
        name="least squares, no average",
        code="""
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
        exercise="train_gan",
        name="upsampling, two rates",
        code="""
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
        exercise="train_gan",
        name="batches of 12 without repetition",
        code="""
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
        exercise="train_gan",
        name="hinge losses",
        code="""
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
        exercise="train_gan",
        name="the steps written out",
        code="""
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
        exercise="train_gan",
        name="labels smoothed on one side",
        code="""
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
]
