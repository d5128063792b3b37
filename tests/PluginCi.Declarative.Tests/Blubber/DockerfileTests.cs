namespace PluginCi.Declarative;

/// <summary>What comes out of Blubber files. The whole text of a variant is on the page docs/reference/declarative.md; here are its parts.</summary>
public sealed class DockerfileTests
{
    [Fact]
    public void Without_a_base_only_copies_and_the_entry_point_are_there()
    {
        Assert.Equal(
            """
            FROM scratch AS one
            COPY ["a", "b"]
            ENTRYPOINT ["/b"]

            LABEL blubber.variant="one" blubber.version="0.23.0+"

            """,
            Compile("one", "variants: { one: { apt: { packages: [git] }, copies: [{ from: local, source: a, destination: b }], entrypoint: [/b] } }"));
    }

    [Fact]
    public void What_is_needed_comes_first_each_stage_once()
    {
        Assert.Equal(
            ["FROM x/y AS base", "FROM x/y AS prep", "FROM x/y AS other", "FROM x/y AS one"],
            Lines("FROM", "one", """
                base: x/y
                variants:
                  one: { copies: [prep, other] }
                  other: { includes: [uses-base] }
                  uses-base: { copies: [base] }
                  prep: { copies: [base] }
                  base: {}
                """));
    }

    [Fact]
    public void A_variant_may_be_made_on_another()
    {
        Assert.Equal(["FROM x/y AS low", "FROM low AS high"], Lines("FROM", "high", "base: x/y\nvariants: { high: { base: low }, low: {} }"));
    }

    [Fact]
    public void Included_variants_are_merged_leaves_first_and_what_is_later_wins()
    {
        const string File = """
            base: x/y
            apt: { packages: [common] }
            runs: { environment: { AA: common, BB: common } }
            variants:
              one: { includes: [mid, leaf], apt: { packages: [one] }, entrypoint: [one] }
              mid: { includes: [leaf], apt: { packages: { default: [mid], sid: [new] } }, runs: { environment: { BB: mid } }, lives: { uid: 0, gid: 7 } }
              leaf: { apt: { packages: [leaf] }, entrypoint: [leaf] }
            """;
        Assert.Equal(
            ["""RUN apt-get update && apt-get install -y "common" "leaf" "mid" "one" && apt-get install -y -t "sid" "new" && rm -rf /var/lib/apt/lists/*"""],
            Lines("RUN apt-get", "one", File));
        Assert.Equal(["""ENV AA="common" BB="mid" """.TrimEnd()], Lines("ENV AA", "one", File));
        Assert.Equal(["""ENTRYPOINT ["one"]"""], Lines("ENTRYPOINT", "one", File));
        Assert.Equal(["ARG LIVES_UID=65533", "ARG LIVES_GID=7"], Lines("ARG LIVES", "one", File)[1..]);
    }

    [Fact]
    public void Copies_are_joined_and_an_earlier_one_that_is_there_again_moves()
    {
        Assert.Equal(
            [
                """COPY --chown=$LIVES_UID:$LIVES_GID --from=prep ["/srv/app", "/srv/app"]""",
                """COPY --chown=$LIVES_UID:$LIVES_GID --from=prep ["/opt/lib", "/opt/lib"]""",
                """COPY --chown=$LIVES_UID:$LIVES_GID [".", "."]""",
            ],
            Lines("COPY", "one", "base: x/y\nvariants: { one: { includes: [two], copies: [local] }, two: { copies: [local, prep] }, prep: { base: '' } }"));
    }

    [Fact]
    public void Requirements_of_one_origin_and_place_are_one_copy()
    {
        Assert.Equal(
            [
                """COPY --chown=$LIVES_UID:$LIVES_GID ["a", "b", "./"]""",
                """COPY --chown=$LIVES_UID:$LIVES_GID --exclude=*.o ["lib/c", "lib/"]""",
                """COPY --chown=$LIVES_UID:$LIVES_GID --from=prep ["/x/", "y/"]""",
            ],
            Lines("COPY", "one", """
                base: x/y
                variants:
                  prep: {}
                  one:
                    builder:
                      command: [make]
                      requirements: [a, { from: prep, source: /x/, destination: y }, { from: local, source: lib/c, exclude: ['*.o'] }, ./b]
                """));
    }

    [Fact]
    public void Builders_run_in_the_order_that_is_written_and_merge_at_the_later_place()
    {
        Assert.Equal(
            ["RUN first", "RUN make", "RUN npm ci", "RUN last"],
            Lines("RUN", "one", """
                base: x/y
                builders: [{ node: { requirements: [package.json] } }, { custom: { command: [first] } }]
                variants: { one: { builders: [{ custom: { command: [make] } }, { node: { use-npm-ci: true } }, { custom: { command: last } }] } }
                """).Skip(2));
    }

    [Fact]
    public void Node_for_production_is_deduplicated()
    {
        Assert.Equal(
            ["""RUN npm install "--only=production" """.TrimEnd(), """RUN npm dedupe || echo "WARNING: npm dedupe failed, continuing anyways" """.TrimEnd()],
            Lines("RUN npm", "one", "base: x/y\nnode: { requirements: [package.json], env: production, allow-dedupe-failure: true }\nvariants: { one: {} }"));
    }

    [Fact]
    public void Python_is_installed_by_pip_or_poetry_or_uv_and_pinned_where_asked()
    {
        Assert.Equal(
            [
                """RUN python3 "-m" "venv" "/venv" "--system-site-packages" """.TrimEnd(),
                """RUN python3 "-m" "pip" "install" "-U" "setuptools==1" && python3 "-m" "pip" "install" "-U" "wheel==2" "tox==3" "pip==4" """.TrimEnd(),
                """RUN python3 "-m" "pip" "install" "--no-deps" "-r" "lib/r.txt" """.TrimEnd(),
                """RUN python3 "-m" "pip" "check" """.TrimEnd(),
            ],
            Lines("RUN python3", "one", """
                base: x/y
                python:
                  { version: python3, requirements: [lib/r.txt], use-system-site-packages: true, no-deps: true, venv: /venv,
                    setuptools-version: '1', wheel-version: '2', tox-version: '3', pip-version: '4' }
                variants: { one: {} }
                """));
        Assert.Equal(
            ["""RUN poetry "install" "--no-root" "--only" "main" "--without" "dev" "--no-dev" """.TrimEnd()],
            Lines("RUN poetry", "one", "base: x/y\npython: { version: python3, requirements: [], poetry: { version: ==1.8, only: main, without: dev } }\nvariants: { one: {} }"));
        Assert.Equal(
            ["""RUN uv "sync" "--no-group" "dev" """.TrimEnd()],
            Lines("RUN uv", "one", "base: x/y\npython: { version: python3, requirements: [], uv: { version: ==0.5, no-group: [dev] } }\nvariants: { one: {} }"));
    }

    [Fact]
    public void Python_without_requirements_or_version_does_nothing()
    {
        Assert.Empty(Lines("RUN python3", "one", "base: x/y\npython: { version: python3 }\nvariants: { one: {} }"));
        Assert.DoesNotContain("pip", Compile("one", "base: x/y\npython: { requirements: [a] }\nvariants: { one: {} }"), StringComparison.Ordinal);
    }

    [Fact]
    public void Scripts_and_commands_of_several_lines_run_as_they_are_written()
    {
        Assert.Contains(
            "RUN --mount=type=bind,from=prep,source=/a,target=/b,rw --mount=type=cache,id=/c,target=/c,sharing=locked,uid=$LIVES_UID,gid=$LIVES_GID <<\"END_\"\n#!/bin/sh\necho END\nEND\nEND_\n",
            Compile("one", """
                base: x/y
                variants:
                  prep: {}
                  one:
                    builder:
                      script: "echo END\nEND\n"
                      mounts: [{ from: prep, source: /a, destination: /b }]
                      caches: [{ destination: /c, access: locked }]
                """),
            StringComparison.Ordinal);
        Assert.Contains("RUN <<\"END\"\nmake a\nmake b\nEND\n", Compile("one", "base: x/y\nbuilder: { command: \"make a\\nmake b\\n\" }\nvariants: { one: {} }"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[echo, 'a\"$B\\\\']", """RUN echo "a\"$B\\\\" """)]
    [InlineData("['cp %s %s &&', a, b, c]", """RUN cp "a" "b" && "c" """)]
    [InlineData("['date +%Y %s']", "RUN date +%Y %s")]
    [InlineData("\"make x\\n\"", "RUN make x")]
    [InlineData("[echo, \"a\\nb\"]", """RUN echo "a\nb" """)]
    public void Arguments_are_in_quotes(string command, string line) =>
        Assert.Contains(line.TrimEnd(), Lines("RUN", "one", $"base: x/y\nbuilder: {{ command: {command} }}\nvariants: {{ one: {{}} }}"));

    [Fact]
    public void Apt_has_sources_with_keys_and_proxies_while_it_installs()
    {
        var line = Assert.Single(Lines("RUN echo", "one", """
            base: x/y
            apt:
              packages: [git]
              sources: [{ url: 'https://deb.example.org', distribution: sid, components: [main], signed-by: "key\n" }]
              proxies: ['http://proxy.example.org:8080', { url: 'http://proxy.example.org', source: 'https://deb.example.org' }]
            variants: { one: {} }
            """));
        Assert.Equal(
            [
                """RUN echo "Acquire::http::Proxy \"http://proxy.example.org:8080\";" >> /etc/apt/apt.conf.d/99blubber-proxies""",
                """echo "Acquire::https::Proxy::deb.example.org \"http://proxy.example.org\";" >> /etc/apt/apt.conf.d/99blubber-proxies""",
                "mkdir -p \"/etc/apt/keyrings\"",
                "printf %b \"key\\n\" > /etc/apt/keyrings/a7998f247bd965694ff227fa325c81169a07471a8b6808d3e002a486c4e65975.asc",
                """echo "deb [signed-by=/etc/apt/keyrings/a7998f247bd965694ff227fa325c81169a07471a8b6808d3e002a486c4e65975.asc] https://deb.example.org sid main" >> /etc/apt/sources.list.d/99blubber.list""",
                "apt-get update",
                "apt-get install -y \"git\"",
                "rm -rf /var/lib/apt/lists/*",
                "rm -f \"/etc/apt/sources.list.d/99blubber.list\"",
                "rm -f \"/etc/apt/apt.conf.d/99blubber-proxies\"",
            ],
            line.Split(" && "));
    }

    [Fact]
    public void Arguments_and_the_running_folder_are_there_and_an_insecure_user_is_not_switched_to()
    {
        var text = Compile("one", "base: x/y\narguments: { ZZ: a, BB: }\nruns: { in: /run/here, insecurely: true }\nvariants: { one: {} }");

        Assert.Contains("ENV HOME=\"/root\"\nARG BB=\"\"\nARG ZZ=\"a\"\n", text, StringComparison.Ordinal);
        Assert.Contains("WORKDIR \"/run/here\"\n\nLABEL", text, StringComparison.Ordinal);
        Assert.DoesNotContain("USER $RUNS_UID", text, StringComparison.Ordinal);
    }

    private static string[] Lines(string start, string variant, string file) =>
        [.. Compile(variant, file).Split('\n').Where(line => line.StartsWith(start, StringComparison.Ordinal))];

    private static string Compile(string variant, string file)
    {
        var read = BlubberFile.Read("b.yaml", $"version: v4\n{file}");
        Assert.Empty(read.Diagnostics);
        return read.ToDockerfile(variant);
    }
}
