package io.hotpatchcycle.sandbox;

/** Puts every part of the Graph surface on the router. */
final class Resources {

    private Resources() {
    }

    static void register(Tenant tenant) {
        new CatalogResource(tenant).register();
        new ProductResource(tenant).register();
        new IntuneCatalogResource(tenant).register();
        new ManagedDeviceResource(tenant).register();
        new DeviceActionResource(tenant).register();
        new EntraDeviceResource(tenant).register();
        new GroupResource(tenant).register();
        new UpdateRingResource(tenant).register();
        new QualityPolicyResource(tenant).register();
        new ApprovalResource(tenant).register();
        new ExpediteResource(tenant).register();
        new ExportResource(tenant).register();
        new LicenceResource(tenant).register();
        new PeopleResource(tenant).register();
        new AuditEventResource(tenant).register();
        new PlayResource(tenant).register();
        new InstallPlayResource(tenant).register();
        new StartupResource(tenant).register();
        new HealthScriptResource(tenant).register();
        new TenantSettingResource(tenant).register();
        new UpdatableAssetResource(tenant).register();
    }
}
