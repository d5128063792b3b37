#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

return Project(Commit(
    Job("own").On(Image($"registry.example.org/mine@sha256:{new string('a', 64)}")).BuildImage("production"),
    Job("typo").BuildImage("prodution"),
    Job("nowhere").RunImage("test", file: ".pipeline/bluber.yaml"),
    Job("broken").PublishImage("test", name: "image", file: ".pipeline/broken.yaml")));

/* expect:
.pipeline/pipeline.csx(5,16): error PCI2092: job 'own' makes images on image registry.example.org/mine@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, whose programs would have the rights of what makes images; say .On(Debian("bookworm")), or take .On(…) away.
.pipeline/pipeline.csx(6,17): error PCI2090: job 'typo' makes an image of the variant 'prodution', which '.pipeline/blubber.yaml' does not have; it has test, production. Did you mean 'production'?
.pipeline/pipeline.csx(7,20): error PCI2090: job 'nowhere' makes an image of '.pipeline/bluber.yaml', which the repository does not have; write it as docs/reference/declarative.md shows, below .pipeline. Did you mean '.pipeline/blubber.yaml'?
.pipeline/pipeline.csx(8,19): error PCI2090: job 'broken' makes an image of '.pipeline/broken.yaml', which has errors: .pipeline/broken.yaml(3,20): error PCI5008: 'variants.test.copies[0]' takes files from 'nowhere!', expected local, a variant or an image
*/
