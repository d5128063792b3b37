#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

var build = Job("build").Sh("make").Publish("dist/**", name: "dist");
return Project(
    Commit(
        build,
        Job("early").Service(Service.Redis("7.0")).Sh("make")),
    Acceptance(
        Job("version").Service(Service.PostgreSql("9.6")).Sh("make"),
        Job("twice").Service(Service.Redis("7.0"), Service.Redis("6.0")).Sh("make"),
        Job("port").Service(Service.Redis("7.0").Port(7000), Service.Memcached("1.6").Port(7000), Service.RabbitMq("3.10").Port(80)).Sh("make"),
        Job("words").Service(Service.Command("My Server", " ", port: 8080).Ready("", within: Minutes(40)).Env("PATH", "/")).Sh("make"),
        Job("small").Service(Service.MariaDb("10.11").Limits(memory: MiB(1), processes: 1, cpus: 0, disk: 1, output: 1)).Sh("make"),
        Job("systems").Service(Service.Image("opensearch:2", port: 9200), Service.Command("a", "b", port: 8080).On(Debian("12"))).Sh("make"),
        Job("artifact").Service(Service.From(build, "server", "dist/server", port: 8080)).Sh("make"),
        Job("proxy").Network("pypi.org").Service(Service.Command("a", "b", port: 3128)).Sh("make")));

/* expect:
.pipeline/pipeline.csx(8,22): error PCI2031: job 'early' has services, and the commit stage gets none: what it builds and tests needs nothing else. Return the job in Integration(…) or Acceptance(…), or a check of the code in Health(…).
.pipeline/pipeline.csx(10,24): error PCI2030: service 'postgresql' of job 'version' has the version '9.6', which no known release of Debian has. Known: 13, 15, 17. For another one use Service.Image(…).
.pipeline/pipeline.csx(11,22): error PCI2030: job 'twice' has 2 services named 'redis'; give one another name by .Named("…").
.pipeline/pipeline.csx(12,21): error PCI2030: service 'rabbitmq' of job 'port' listens on port 80; give it one from 1024 to 65535.
.pipeline/pipeline.csx(12,21): error PCI2030: the services 'redis' and 'memcached' of job 'port' listen on port 7000; give one another port.
.pipeline/pipeline.csx(13,22): error PCI2030: service 'My Server' of job 'words' has a name that is not of small letters, digits and '-', beginning with a letter; rename it.
.pipeline/pipeline.csx(13,22): error PCI2030: service 'My Server' of job 'words' has an empty command; say what runs it.
.pipeline/pipeline.csx(13,22): error PCI2030: service 'My Server' of job 'words' has an empty command in .Ready(…); say what passes when it can be used.
.pipeline/pipeline.csx(13,22): error PCI2030: service 'My Server' of job 'words' may take 00:40:00 until it is ready; it must be more than zero and at most 10 minutes.
.pipeline/pipeline.csx(13,22): error PCI2010: service 'My Server' of job 'words' sets the environment variable 'PATH'; use letters, digits, '_', '.' and '-', and not PATH or HOME.
.pipeline/pipeline.csx(14,9): error PCI2006: service 'mariadb' of job 'small' may use 1048576 bytes of memory; give it 16 MiB or more.
.pipeline/pipeline.csx(14,9): error PCI2006: service 'mariadb' of job 'small' may have 1 processes; give it 8 or more.
.pipeline/pipeline.csx(14,9): error PCI2006: service 'mariadb' of job 'small' may use 0 CPUs; give it more than 0.
.pipeline/pipeline.csx(14,9): error PCI2006: service 'mariadb' of job 'small' may use 1 bytes of disk; give it 1 MiB or more.
.pipeline/pipeline.csx(14,9): error PCI2006: service 'mariadb' of job 'small' may print 1 bytes; give it 4 KiB to 64 MiB.
.pipeline/pipeline.csx(15,9): error PCI2018: service 'opensearch' of job 'systems' runs on the image 'opensearch:2'; write its registry, name and digest, as in registry.example.org/ci/go@sha256:…. `skopeo inspect docker://NAME:TAG` tells the digest of a tag.
.pipeline/pipeline.csx(15,9): error PCI2017: service 'a' of job 'systems' runs on the Debian release '12'; write its code name, for example bookworm.
.pipeline/pipeline.csx(16,9): error PCI2016: job 'artifact' fetches artifact 'server' of job 'build', which publishes only 'dist'.
.pipeline/pipeline.csx(17,42): error PCI2030: service 'a' of job 'proxy' listens on port 3128, where a job with .Network(…) or .Dependencies(…) has its proxy; give it another one by .Port(…).
*/
