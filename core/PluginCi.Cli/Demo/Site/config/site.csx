#r "PluginCi.Dsl.dll"
using static PluginCi.Dsl.Ci;

// What is deployed
var core  = Repository("mediawiki-core");
var maps  = Repository("mw-ext-maps");
var math  = Repository("mw-ext-math");
var video = Repository("mw-ext-video");
var blubberoid = Repository("blubberoid");

// What is deployed together is tested together
var siteA = Group("site-a", core, maps, math)
    .Acceptance(Job("site-a-acceptance").Timeout(Minutes(2)).Sh("python3 mediawiki-core/tests/acceptance.py mw-ext-maps mw-ext-math"));
var siteB = Group("site-b", core, video)
    .Acceptance(Job("site-b-acceptance").Timeout(Minutes(2)).Sh("python3 mediawiki-core/tests/acceptance.py mw-ext-video"));
var serviceC = Group("service-c", blubberoid)
    .Acceptance(Job("service-c-acceptance").Timeout(Minutes(2)).Sh("blubberoid/tests/acceptance.sh"));

// When it is tested: the usual two pipelines, check and gate
return Site(siteA, siteB, serviceC);
