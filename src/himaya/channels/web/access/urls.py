"""Addresses of sign-in and of one's own account. The names are those that allauth looks for."""

from django.urls import path

from himaya.channels.web.access import entering, identity, views

urlpatterns = [
    path("account/", views.overview, name="account"),
    path("account/sessions/", views.sessions, name="sessions"),
    path("account/sessions/<slug:key>/end/", views.end_session, name="end_session"),
    path("account/looks/<int:person_id>/", views.looks, name="looks"),
    path("audit/", views.trail, name="trail"),
    path("sign-in/", entering.sign_in, name="account_login"),
    path("sign-in/code/", entering.ask_code, name="account_request_login_code"),
    path("sign-in/code/confirm/", entering.confirm_code, name="account_confirm_login_code"),
    path("sign-in/factor/", entering.second_factor, name="mfa_authenticate"),
    path("sign-in/key/", entering.sign_in_by_key, name="mfa_login_webauthn"),
    path("sign-in/closed/", entering.closed, name="account_inactive"),
    path("sign-in/<slug:provider_id>/", identity.begin, name="openid_connect_login"),
    path("sign-out/", entering.sign_out, name="account_logout"),
    path("account/password/", entering.change_password, name="account_change_password"),
    path("account/password/set/", entering.set_password, name="account_set_password"),
    path("account/confirm/", entering.confirm_password, name="account_reauthenticate"),
    path("account/confirm/factor/", entering.confirm_factor, name="mfa_reauthenticate"),
    path("account/confirm/key/", entering.confirm_key, name="mfa_reauthenticate_webauthn"),
    path("account/factors/", entering.factors, name="mfa_index"),
    path("account/factors/totp/", entering.add_totp, name="mfa_activate_totp"),
    path("account/factors/totp/remove/", entering.remove_totp, name="mfa_deactivate_totp"),
    path("account/factors/keys/", entering.keys, name="mfa_list_webauthn"),
    path("account/factors/keys/add/", entering.add_key, name="mfa_add_webauthn"),
    path("account/factors/keys/<int:pk>/remove/", entering.remove_key, name="mfa_remove_webauthn"),
    path("account/factors/recovery/", entering.recovery_codes, name="mfa_view_recovery_codes"),
    path("account/factors/recovery/new/", entering.new_recovery_codes, name="mfa_generate_recovery_codes"),
]
"""Under the language."""

returning = [
    path("identity/<slug:provider_id>/returned", identity.returned, name="openid_connect_callback"),
]
"""Where identity providers send people back: one address, whatever the language."""
